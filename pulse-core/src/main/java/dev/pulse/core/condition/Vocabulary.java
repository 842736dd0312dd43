package dev.pulse.core.condition;

import java.util.Set;

/** Which names an expression may have. Asked while it is read; confine to that. */
interface Vocabulary {
  /** Every name, of which nothing is known until it has a value. */
  Vocabulary ANY = name -> Node.Kind.ANY;

  /**
   * What is known of the value of a name.
   *
   * @throws IllegalArgumentException when there is no such name, with what there is
   */
  Node.Kind kind(String name);

  /** The only texts that a name can be; none when it can be any. */
  default Set<String> values(String name) {
    return Set.of();
  }

  /** How an expression with these names is read. */
  default Dialect dialect() {
    return Dialect.USUAL;
  }

  /** Whether there is something that {@code json(…)} reads. */
  default boolean hasBody() {
    return true;
  }
}
