package dev.pulse.core.analysis;

/** Which of the two parts of a pair. The same name on the other side is another part. */
public enum Side {
  /** The part that {@link Pair#first()} names. */
  FIRST,
  /** The part that {@link Pair#second()} names. */
  SECOND;

  /** The other one. */
  public Side opposite() {
    return this == FIRST ? SECOND : FIRST;
  }
}
