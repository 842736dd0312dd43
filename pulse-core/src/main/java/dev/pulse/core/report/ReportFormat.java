package dev.pulse.core.report;

/** How a report is written. */
public enum ReportFormat {
  /** One JSON object in UTF-8; what is not known is left out. */
  JSON("application/json"),

  /**
   * CSV of RFC 4180 in UTF-8: a line for each check, each group, each of their windows and each
   * sentence of the accounting policy, told apart by the first column. The policy comes last.
   */
  CSV("text/csv"),

  /** One page for people, that needs nothing else: no script, no font, no address. */
  HTML("text/html");

  private final String mediaType;

  ReportFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The media type, without parameters: {@code text/csv}. */
  public String mediaType() {
    return mediaType;
  }
}
