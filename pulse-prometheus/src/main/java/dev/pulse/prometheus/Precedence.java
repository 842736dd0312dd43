package dev.pulse.prometheus;

/** How tightly parts of an expression hold together, from the loosest; as PromQL has it. */
enum Precedence {
  /** Nobody knows what is inside. */
  RAW,
  OR,
  AND,
  COMPARISON,
  SUM,
  PRODUCT,
  ATOM
}
