package dev.pulse.core.detect;

/** On which side of what is expected a value is odd. The set is frozen. */
public enum Direction {
  /** Only above it: a latency. */
  ABOVE,
  /** Only below it: the number of requests. */
  BELOW,
  /** On both sides. */
  BOTH;

  /** A distance as far as it is odd: what lies on the other side is not odd at all. */
  double oddness(double distance) {
    return switch (this) {
      case ABOVE -> distance;
      case BELOW -> -distance;
      case BOTH -> Math.abs(distance);
    };
  }
}
