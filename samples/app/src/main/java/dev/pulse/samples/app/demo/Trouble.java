package dev.pulse.samples.app.demo;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Something that happens to a part of the shop again and again.
 *
 * @param every how far apart it begins, in seconds
 * @param from when it begins, in seconds of that
 * @param until when it is over
 * @param effect what becomes of an answer meanwhile
 */
record Trouble(int every, int from, int until, UnaryOperator<Answer> effect) {
  Trouble {
    if (from < 0 || from >= until || until > every) {
      throw new IllegalArgumentException(
          "expected 0 <= from < until <= every, but found: " + from + ", " + until + ", " + every);
    }
  }

  static Trouble down(int every, int from, int until) {
    return new Trouble(every, from, until, answer -> answer.withStatus(503));
  }

  static Trouble slow(int every, int from, int until, int millis) {
    var more = Duration.ofMillis(millis);
    return new Trouble(every, from, until, answer -> answer.later(more));
  }

  static Trouble says(int every, int from, int until, String body) {
    return new Trouble(every, from, until, answer -> answer.saying(body));
  }

  boolean isOn(Duration since) {
    long second = since.toSeconds() % every;
    return second >= from && second < until;
  }
}
