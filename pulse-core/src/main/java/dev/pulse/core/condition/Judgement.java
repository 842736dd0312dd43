package dev.pulse.core.condition;

/**
 * What became of a condition.
 *
 * @param because the values that decided it, or what was missing; empty when it holds
 */
record Judgement(Kind kind, String because) {
  static final Judgement HOLDS = new Judgement(Kind.HOLDS, "");

  enum Kind {
    /** It is true. */
    HOLDS,
    /** It is not true: false, or the target left out what would decide it. */
    BROKEN,
    /** It names something that nobody has looked for. */
    NO_DATA
  }

  static Judgement broken(String because) {
    return new Judgement(Kind.BROKEN, because);
  }

  static Judgement noData(String name) {
    return new Judgement(Kind.NO_DATA, "there is no " + name + " here");
  }

  /** Ends an evaluation early. Has no stack trace, because it is an answer and no fault. */
  static class Early extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Judgement judgement;

    Early(Judgement judgement) {
      super(judgement.because(), null, false, false);
      this.judgement = judgement;
    }

    Judgement judgement() {
      return judgement;
    }
  }

  /** Ends what needs a value that nobody could read; another side may decide without it. */
  static final class Unread extends Early {
    private static final long serialVersionUID = 1L;

    Unread(String name) {
      super(new Judgement(Kind.NO_DATA, name + " could not be read"));
    }
  }
}
