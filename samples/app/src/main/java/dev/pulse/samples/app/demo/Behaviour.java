package dev.pulse.samples.app.demo;

import java.time.Duration;

/** How a target of the demo behaves: by the number of the request, or by the time. */
interface Behaviour {
  /**
   * What to answer.
   *
   * @param request the number of the request, from 1
   * @param since how long the demo has been playing
   */
  Answer answer(long request, Duration since);
}
