package dev.pulse.samples.server.status;

import static dev.pulse.samples.server.status.Markup.text;

/** What is around all pages for the public, and the form that asks for a token. */
final class PageFrame {
  /** What ends a page. */
  static final String END = "</body></html>\n";

  private PageFrame() {}

  /**
   * Everything up to the body.
   *
   * @param links what else belongs to the page, as elements
   */
  static String head(String title, String links) {
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<meta name=\"color-scheme\" content=\"light dark\">\n"
        + "<title>"
        + text(title)
        + "</title>\n<link rel=\"icon\" href=\"assets/icon.svg\">\n"
        + "<link rel=\"stylesheet\" href=\"assets/colours.css\">\n"
        + "<link rel=\"stylesheet\" href=\"assets/status.css\">\n"
        + links
        + "</head><body>\n";
  }

  /**
   * The form that asks for a token; it tells nothing about the page.
   *
   * @param complaint what was wrong with the last one; may be empty
   */
  static String form(String page, String complaint) {
    var hint = complaint.isEmpty() ? "" : " aria-invalid=\"true\" aria-describedby=\"why\"";
    return head("Status page", "")
        + "<main class=\"narrow\"><h1>Status page</h1>\n"
        + "<form class=\"card\" method=\"post\" action=\""
        + page
        + "\"><p>Only those who know its token can see this page.</p>\n"
        + (complaint.isEmpty() ? "" : "<p id=\"why\" class=\"problem\">" + complaint + "</p>\n")
        + "<label for=\"token\">Token</label>\n"
        + "<input id=\"token\" name=\"token\" type=\"password\" required"
        + " autocomplete=\"current-password\""
        + hint
        + ">\n<button>Show</button></form></main>"
        + END;
  }
}
