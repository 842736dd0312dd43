package dev.pulse.api.notify;

import static java.util.Objects.requireNonNull;

/**
 * What a notifier needs to find a message again: to edit it, or to answer in its thread. Only the
 * notifier that gave it understands it. Immutable.
 */
public final class Receipt {
  private static final int LONGEST = 2_000;
  private static final Receipt NONE = new Receipt("");

  private final String reference;

  private Receipt(String reference) {
    this.reference = reference;
  }

  /** The message cannot be found again, or need not be. */
  public static Receipt none() {
    return NONE;
  }

  /**
   * A receipt.
   *
   * @param reference any text of up to 2,000 characters, such as the id of a message; no secret
   * @throws IllegalArgumentException when it is longer
   */
  public static Receipt of(String reference) {
    if (requireNonNull(reference, "reference").length() > LONGEST) {
      throw new IllegalArgumentException(
          "a receipt has up to " + LONGEST + " characters, but this one has " + reference.length());
    }
    return reference.isEmpty() ? NONE : new Receipt(reference);
  }

  /** What the notifier gave; empty when there is nothing. */
  public String reference() {
    return reference;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Receipt receipt && reference.equals(receipt.reference);
  }

  @Override
  public int hashCode() {
    return reference.hashCode();
  }

  @Override
  public String toString() {
    return reference.isEmpty() ? "no receipt" : reference;
  }
}
