package dev.pulse.core.export;

/** How an export is written. */
public enum ExportFormat {
  /**
   * CSV of RFC 4180 in UTF-8, with a header. Times are RFC 3339 in UTC. A text that a spreadsheet
   * would take for a formula (it begins with {@code = + - @} or a control character and is no
   * number) has an apostrophe in front. Nothing in the file tells that it is complete.
   */
  CSV("text/csv"),

  /**
   * One JSON array in UTF-8, an object for each row; what is not known is left out. One that was
   * cut off lacks its last bracket, and no parser takes it for complete.
   */
  JSON("application/json");

  private final String mediaType;

  ExportFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The media type, without parameters: {@code text/csv}. */
  public String mediaType() {
    return mediaType;
  }
}
