package dev.pulse.core.condition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a condition, ready to be evaluated. What cannot be told is null, and stays so through
 * everything but an {@code and} or {@code or} whose other side decides: a missing value makes
 * nothing true, not even its negation. Immutable and thread-safe.
 */
interface Node {
  /** What is known of a value before it is there. */
  enum Kind {
    TRUTH("true or false"),
    NUMBER("a number"),
    TEXT("a text"),
    NOTHING("null"),
    ANY("anything");

    final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  @Nullable Object value(Evaluation evaluation);

  default Kind kind() {
    return Kind.TRUTH;
  }

  /** Whether it needs what the target said. */
  boolean readsBody();

  /** A part that is written out. */
  record Literal(@Nullable Object value, Kind kind) implements Node {
    @Override
    public @Nullable Object value(Evaluation evaluation) {
      return value;
    }

    @Override
    public boolean readsBody() {
      return false;
    }
  }

  /** A name that the source knows, or does not. */
  record Name(String name, Kind kind) implements Node {
    @Override
    public Object value(Evaluation evaluation) {
      return evaluation.named(name);
    }

    @Override
    public boolean readsBody() {
      return name.equals("body");
    }
  }

  /** A value inside the body. */
  record Json(BodyPath path) implements Node {
    @Override
    public @Nullable Object value(Evaluation evaluation) {
      return evaluation.json(path);
    }

    @Override
    public Kind kind() {
      return Kind.ANY;
    }

    @Override
    public boolean readsBody() {
      return true;
    }
  }

  /** A part that always has an answer: what makes no sense is false, or nothing. */
  record Settled(Node node) implements Node {
    @Override
    public Object value(Evaluation evaluation) {
      var value = node.value(evaluation);
      return value != null ? value : kind() == Kind.TRUTH ? false : Values.NOTHING;
    }

    @Override
    public Kind kind() {
      return node.kind();
    }

    @Override
    public boolean readsBody() {
      return node.readsBody();
    }
  }

  /** True when all are, or when one is: it stops at the first that decides. */
  record Junction(boolean decisive, List<Node> parts) implements Node {
    @Override
    public @Nullable Object value(Evaluation evaluation) {
      boolean open = false;
      Judgement.@Nullable Unread unread = null;
      for (Node part : parts) {
        try {
          var value = part.value(evaluation);
          if (!(value instanceof Boolean truth)) {
            open = true;
          } else if (truth == decisive) {
            return decisive;
          }
        } catch (Judgement.Unread e) {
          unread = e;
        }
      }
      if (unread != null) {
        throw unread;
      }
      return open ? null : !decisive;
    }

    @Override
    public boolean readsBody() {
      return parts.stream().anyMatch(Node::readsBody);
    }
  }

  /** What one value becomes. */
  record Unary(Transformation transformation, Node operand, Kind kind) implements Node {
    /** Answers null when it cannot be told. */
    @FunctionalInterface
    interface Transformation {
      @Nullable Object apply(@Nullable Object operand);
    }

    @Override
    public @Nullable Object value(Evaluation evaluation) {
      return transformation.apply(operand.value(evaluation));
    }

    @Override
    public boolean readsBody() {
      return operand.readsBody();
    }
  }

  /** What two values become. */
  record Binary(Combination combination, Node left, Node right, Kind kind) implements Node {
    /** Answers null when it cannot be told. */
    @FunctionalInterface
    interface Combination {
      @Nullable Object apply(@Nullable Object left, @Nullable Object right);
    }

    @Override
    public @Nullable Object value(Evaluation evaluation) {
      return combination.apply(left.value(evaluation), right.value(evaluation));
    }

    @Override
    public boolean readsBody() {
      return left.readsBody() || right.readsBody();
    }
  }
}
