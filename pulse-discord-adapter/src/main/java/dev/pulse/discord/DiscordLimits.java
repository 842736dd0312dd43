package dev.pulse.discord;

/** What Discord takes, in characters, as its documentation has it. */
final class DiscordLimits {
  /** The content, mentions included, for which the headline leaves room. */
  static final int CONTENT = 2_000;

  /** The headline, which is nobody's novel. */
  static final int HEADLINE = 500;

  static final int TITLE = 256;
  static final int DESCRIPTION = 4_096;
  static final int FIELDS = 25;
  static final int FIELD_NAME = 256;
  static final int FIELD_VALUE = 1_024;
  static final int FOOTER = 2_048;

  /** Title, description, fields and footer together. */
  static final int EMBED = 6_000;

  static final int URL = 2_048;

  static final int LINK_LABEL = 80;
  static final int LINK_URL = 512;
  static final int LINKS_IN_A_ROW = 5;

  /** Four rows of five; the fifth row is for the buttons. */
  static final int LINKS = 20;

  static final int THREAD_NAME = 100;

  /**
   * What a thread says at once, besides its mentions: not Discord's limit but its patience, about
   * one a second. Together with the mentions they are found again among the latest hundred.
   */
  static final int THREAD_MESSAGES = 90;

  static final int CUSTOM_ID = 100;
  static final int NONCE = 25;

  /** A mention of a user or a role, with the blank before it. */
  static final int MENTION = 25;

  private DiscordLimits() {}
}
