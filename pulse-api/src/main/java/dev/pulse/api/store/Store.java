package dev.pulse.api.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Everything Pulse remembers: results, incidents, what rules have learnt, documents. Pulse brings
 * stores for SQLite and for memory; an author of another one extends the contract test of the test
 * kit.
 *
 * <p>Thread-safe. Every method throws {@link StoreException} when the store cannot do it, and after
 * it was closed; so do the journal, the incidents and the documents that it gave out. What a method
 * has written is durable when it returns, to the degree that the store promises.
 */
public interface Store extends AutoCloseable {
  /**
   * Writes everything in a commit, or nothing of it. What counts is how the incidents are
   * afterwards, not the order in which the commit names them: it may close one and open the next of
   * the same rule.
   *
   * @throws ConflictException when an incident would be the second open one of its check, rule and
   *     subject, or an outcome has the run id of another one
   * @throws IllegalArgumentException when a document or its collection has a name of another form
   */
  void commit(Commit commit);

  /** The results that were committed. */
  Journal journal();

  /** The incidents that were committed. */
  Incidents incidents();

  /** What the rules of a registration had learnt at its last commit. */
  Optional<byte[]> ruleState(String check);

  /**
   * The documents of a collection, as JSON texts. Users ask Pulse for typed ones.
   *
   * @param collection 1 to 100 letters, digits, dots, underscores and hyphens
   * @throws IllegalArgumentException when the name has another form
   */
  Documents<String> documents(String collection);

  /** The largest run id and incident id ever committed; 0 for a new store. */
  long lastId();

  /**
   * Removes history that is not kept any more. Single results that are removed go on in the
   * summaries that the {@link Journal} answers from: by minute, hour and day for as long as the
   * retention keeps each. A summary goes when all of its time lies before, so that it may stay a
   * little longer. A store that keeps no summaries removes them with the single results, and says
   * so. Incidents, rule states and documents stay.
   *
   * @param now from when the retention counts back
   */
  void prune(Retention retention, Instant now);

  /**
   * Removes everything about one registration: results, incidents, rule state. What had the largest
   * id keeps it: {@link #lastId()} does not fall.
   */
  void forget(String check);

  /** Does nothing but find out whether the store answers. */
  void ping();

  /** Releases files and connections; nothing committed is lost. A second call does nothing. */
  @Override
  void close();
}
