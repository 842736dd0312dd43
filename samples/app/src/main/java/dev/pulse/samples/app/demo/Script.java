package dev.pulse.samples.app.demo;

import java.time.Duration;

/** Targets to learn from: each does one thing, and within the first minute. */
enum Script implements Behaviour {
  /** Always answers at once. */
  STEADY {
    @Override
    public Answer answer(long request, Duration since) {
      return Answer.ok(Duration.ZERO);
    }
  },

  /** Always answers, and takes its time. */
  SLOW {
    @Override
    public Answer answer(long request, Duration since) {
      return Answer.ok(Duration.ofMillis(350));
    }
  },

  /** Fails every seventh request. */
  FLAKY {
    @Override
    public Answer answer(long request, Duration since) {
      return request % 7 == 0 ? Answer.UNAVAILABLE : Answer.ok(Duration.ZERO);
    }
  },

  /** Is down for 10 seconds of every 40, for the first time after 8. */
  FAILING {
    @Override
    public Answer answer(long request, Duration since) {
      long second = since.toSeconds() % 40;
      return second >= 8 && second < 18 ? Answer.UNAVAILABLE : Answer.ok(Duration.ZERO);
    }
  },

  /** Answers 6 requests of every 40 much more slowly, for the first time after 30. */
  SPIKY {
    @Override
    public Answer answer(long request, Duration since) {
      long turn = (request - 1) % 40;
      return Answer.ok(Duration.ofMillis(turn >= 30 && turn < 36 ? 250 : 20));
    }
  };
}
