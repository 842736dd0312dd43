package dev.pulse.prometheus;

/** What comes out of functions, aggregations and operations. */
final class Computed extends InstantVector {
  Computed(String text, Precedence precedence, boolean raw) {
    super(text, precedence, raw);
  }
}
