package dev.pulse.slack;

/**
 * What Slack takes, in characters; where it documents nothing, what has been seen to be refused.
 */
final class SlackLimits {
  /** The first line; Slack advises 4,000, and more than a line is nobody's first line. */
  static final int LINE = 1_000;

  /** The title of an attachment. */
  static final int TITLE = 300;

  /** The small print of an attachment. */
  static final int FOOTER = 300;

  /** The text of a section. */
  static final int SECTION = 3_000;

  /** All blocks of a message together; from 13,172 on Slack has answered msg_blocks_too_long. */
  static final int BLOCKS_TEXT = 11_000;

  /** How many alerts get a section of their own; a message has up to 50 blocks, others included. */
  static final int ALERTS = 40;

  /** What a button carries. */
  static final int VALUE = 2_000;

  private SlackLimits() {}
}
