package dev.pulse.samples.app.demo;

import java.time.Duration;

/** How the HTTP targets of the demo behave: by the number of the request, or by the time. */
enum Script {
  /** Always answers at once. */
  STEADY {
    @Override
    Answer answer(long request, Duration since) {
      return Answer.ok(Duration.ZERO);
    }
  },

  /** Always answers, and takes its time. */
  SLOW {
    @Override
    Answer answer(long request, Duration since) {
      return Answer.ok(Duration.ofMillis(350));
    }
  },

  /** Fails every seventh request. */
  FLAKY {
    @Override
    Answer answer(long request, Duration since) {
      return request % 7 == 0 ? Answer.UNAVAILABLE : Answer.ok(Duration.ZERO);
    }
  },

  /** Is down for 10 seconds of every 40, for the first time after 8. */
  FAILING {
    @Override
    Answer answer(long request, Duration since) {
      long second = since.toSeconds() % 40;
      return second >= 8 && second < 18 ? Answer.UNAVAILABLE : Answer.ok(Duration.ZERO);
    }
  },

  /** Answers 6 requests of every 40 much more slowly, for the first time after 30. */
  SPIKY {
    @Override
    Answer answer(long request, Duration since) {
      long turn = (request - 1) % 40;
      return Answer.ok(Duration.ofMillis(turn >= 30 && turn < 36 ? 250 : 20));
    }
  };

  /**
   * What to answer.
   *
   * @param request the number of the request, from 1
   * @param since how long the target has been there
   */
  abstract Answer answer(long request, Duration since);

  /** An answer: a status after a delay. */
  record Answer(int status, Duration delay) {
    static final Answer UNAVAILABLE = new Answer(503, Duration.ZERO);

    static Answer ok(Duration delay) {
      return new Answer(200, delay);
    }
  }
}
