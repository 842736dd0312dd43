package dev.pulse.api.collect;

/**
 * Fetches numbers and never judges them: pods, repositories, queue depths. Write a {@link
 * dev.pulse.api.check.Check} where the answer is itself a judgement.
 *
 * <p>A collector must be safe to run again and from several threads at once, and must end soon
 * after its thread is interrupted. What it could not read it leaves out; when it could read nothing
 * it throws, because an empty collection means that there is nothing, not that nobody knows.
 */
@FunctionalInterface
public interface Collector {
  /**
   * Fetches once.
   *
   * @throws Exception when nothing could be fetched; recorded as {@link
   *     dev.pulse.api.model.Status#UNKNOWN}
   */
  Samples collect(CollectContext context) throws Exception;
}
