// Extras only: every page works without this file.
(function () {
  "use strict";
  var root = document.documentElement;
  var all = function (selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  };

  function keep(name, value) {
    try {
      if (value) localStorage.setItem(name, value);
      else localStorage.removeItem(name);
    } catch (error) {
      // a browser that keeps nothing still switches for this page
    }
  }

  function recall(name) {
    try {
      return localStorage.getItem(name) || "";
    } catch (error) {
      return "";
    }
  }

  // 关怀版: the link leads to a page of its own; with this script it switches the page in place.
  all("a[data-elder]").forEach(function (link) {
    link.addEventListener("click", function (event) {
      var on = root.getAttribute("data-mode") === "elder";
      keep("mode", on ? "" : "elder");
      if (link.getAttribute("data-elder") === "leave") return;
      event.preventDefault();
      if (on) root.removeAttribute("data-mode");
      else root.setAttribute("data-mode", "elder");
      window.scrollTo(0, 0);
    });
  });

  // Menus: Esc and a click outside close them; browsers without <details name> keep one open.
  var menus = all(".nav details");
  function closeMenus(except) {
    menus.forEach(function (menu) {
      if (menu !== except) menu.removeAttribute("open");
    });
  }
  menus.forEach(function (menu) {
    menu.addEventListener("toggle", function () {
      if (menu.open) closeMenus(menu);
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var open = menus.filter(function (menu) {
      return menu.open;
    })[0];
    if (!open) return;
    closeMenus();
    open.querySelector("summary").focus();
  });
  document.addEventListener("click", function (event) {
    if (!event.target.closest(".nav details")) closeMenus();
  });

  // 字号
  function setSize(size) {
    var body = document.getElementById("body");
    if (!body) return;
    body.setAttribute("data-size", size);
    all("[data-tools] [data-size]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-size") === size));
    });
  }

  // 朗读: sentence by sentence, since some browsers stop at long texts.
  function sentences(text) {
    return text.match(/[^。；！？\n]+[。；！？]?/g) || [];
  }
  function speaker(button) {
    var words = button.querySelector("span");
    var start = words.textContent;
    var speaking = false;
    function rest() {
      speaking = false;
      words.textContent = start;
      button.setAttribute("aria-pressed", "false");
    }
    button.hidden = false;
    button.addEventListener("click", function () {
      speechSynthesis.cancel();
      if (speaking) return rest();
      var title = document.querySelector("h1");
      var body = document.getElementById("body");
      var lines = sentences(title.textContent + "。\n" + body.innerText);
      if (!lines.length) return;
      speaking = true;
      words.textContent = button.getAttribute("data-stop");
      button.setAttribute("aria-pressed", "true");
      lines.forEach(function (line, index) {
        var utterance = new SpeechSynthesisUtterance(line);
        utterance.lang = "zh-CN";
        if (index === lines.length - 1) utterance.onend = rest;
        speechSynthesis.speak(utterance);
      });
    });
    window.addEventListener("pagehide", function () {
      speechSynthesis.cancel();
    });
  }

  // Copying without the clipboard interface, which plain http does not have.
  function copyText(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    var field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.className = "vh";
    document.body.appendChild(field);
    field.select();
    var done = document.execCommand("copy");
    document.body.removeChild(field);
    return done ? Promise.resolve() : Promise.reject(new Error("copy"));
  }
  function say(button) {
    var words = button.querySelector("span") || button;
    var before = words.textContent;
    words.textContent = button.getAttribute("data-done");
    setTimeout(function () {
      words.textContent = before;
    }, 4000);
  }
  function share(button) {
    button.addEventListener("click", function () {
      if (navigator.share) {
        navigator.share({ title: document.title, url: location.href }).catch(function () {});
        return;
      }
      copyText(location.href).then(function () { say(button); }, function () {});
    });
  }
  all("[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var source = document.getElementById(button.getAttribute("data-copy"));
      copyText(source.textContent.trim()).then(function () { say(button); }, function () {});
    });
  });

  all("[data-tools]").forEach(function (tools) {
    tools.hidden = false;
    all("[data-size]", tools).forEach(function (button) {
      button.addEventListener("click", function () {
        var size = button.getAttribute("data-size");
        keep("size", size === "medium" ? "" : size);
        setSize(size);
      });
    });
    all("[data-print]", tools).forEach(function (button) {
      button.addEventListener("click", function () { window.print(); });
    });
    all("[data-share]", tools).forEach(share);
    if ("speechSynthesis" in window) all("[data-speak]", tools).forEach(speaker);
  });
  if (recall("size")) setSize(recall("size"));
})();
