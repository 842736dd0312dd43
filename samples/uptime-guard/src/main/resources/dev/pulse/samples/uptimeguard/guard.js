"use strict";

// Renews the page without losing what somebody is typing, and manages targets through the API.
const PERIOD_MS = 10000;

const live = document.getElementById("live");
const renewal = document.getElementById("renewal");
const message = document.getElementById("message");
const form = document.getElementById("create");
const numbers = ["interval_s", "timeout_ms", "expected_status"];
let renewed = new Date();

function showRenewal(failed) {
  renewal.textContent = failed
    ? "PulseGuard does not answer; this is how things stood at " + renewed.toLocaleTimeString()
    : "Renewed at " + renewed.toLocaleTimeString();
  renewal.classList.toggle("stale", failed);
}

async function renew() {
  try {
    const response = await fetch("./", { cache: "no-store" });
    if (!response.ok) {
      throw new Error("status " + response.status);
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const focused = document.activeElement && document.activeElement.id;
    live.replaceChildren(...page.getElementById("live").childNodes);
    if (focused && document.activeElement === document.body) {
      const again = document.getElementById(focused);
      if (again) {
        again.focus();
      }
    }
    renewed = new Date();
    showRenewal(false);
  } catch (error) {
    showRenewal(true);
  }
}

async function send(method, path, body) {
  message.textContent = "";
  try {
    const response = await fetch(path, {
      method,
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body ? JSON.stringify(body) : undefined,
    });
    if (response.ok) {
      await renew();
      return true;
    }
    const answer = await response.json();
    message.textContent = answer.error || "The request failed with status " + response.status;
  } catch (error) {
    message.textContent = "PulseGuard does not answer";
  }
  return false;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const target = {};
  for (const [name, value] of new FormData(form)) {
    if (value.trim() !== "") {
      target[name] = numbers.includes(name) ? Number(value) : value;
    }
  }
  if (await send("POST", "targets", target)) {
    form.reset();
  }
});

live.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-action]");
  if (!button) {
    return;
  }
  const path = "targets/" + button.dataset.id;
  if (button.dataset.action === "delete") {
    if (window.confirm("Delete " + button.dataset.name + " with its history?")) {
      send("DELETE", path);
    }
  } else {
    send("PATCH", path, { enabled: button.dataset.action === "enable" });
  }
});

showRenewal(false);
setInterval(renew, PERIOD_MS);
