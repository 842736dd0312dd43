package dev.pulse.core.internal.alert;

/** What an outcome, or a finding in it, is in the eyes of a rule. */
enum Opinion {
  BAD,
  GOOD,
  /** It says nothing: it neither breaks nor continues a row. */
  NONE
}
