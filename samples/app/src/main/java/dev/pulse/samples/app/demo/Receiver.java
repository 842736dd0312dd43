package dev.pulse.samples.app.demo;

import java.time.Duration;

/** Whom the shop's Pulse tells: each at a path below {@code /hooks}. */
enum Receiver implements Behaviour {
  /** Is unwell for half a minute of every two. */
  CHAT {
    @Override
    public Answer answer(long request, Duration since) {
      long second = since.toSeconds() % 120;
      return second >= 20 && second < 50 ? Answer.UNAVAILABLE.later(TAKES) : Answer.ok(TAKES);
    }
  },

  /** Takes everything. */
  PAGER {
    @Override
    public Answer answer(long request, Duration since) {
      return Answer.ok(TAKES);
    }
  },

  /** Refuses the first message, and one of every five after it: what is refused is set aside. */
  TICKETS {
    @Override
    public Answer answer(long request, Duration since) {
      return request % 5 == 1 ? Answer.ok(TAKES).withStatus(422) : Answer.ok(TAKES);
    }
  };

  private static final Duration TAKES = Duration.ofMillis(30);
}
