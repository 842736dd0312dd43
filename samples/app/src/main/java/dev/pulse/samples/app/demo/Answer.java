package dev.pulse.samples.app.demo;

import java.time.Duration;

/**
 * What a target of the demo answers.
 *
 * @param status the status of HTTP
 * @param delay after how long
 * @param body what it says besides; empty for nothing
 */
record Answer(int status, Duration delay, String body) {
  static final Answer UNAVAILABLE = new Answer(503, Duration.ZERO, "");

  static Answer ok(Duration delay) {
    return new Answer(200, delay, "");
  }

  Answer withStatus(int status) {
    return new Answer(status, delay, body);
  }

  Answer later(Duration more) {
    return new Answer(status, delay.plus(more), body);
  }

  Answer saying(String body) {
    return new Answer(status, delay, body);
  }
}
