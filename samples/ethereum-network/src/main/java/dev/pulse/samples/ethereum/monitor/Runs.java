package dev.pulse.samples.ethereum.monitor;

import dev.pulse.samples.ethereum.message.MessageTexts;
import dev.pulse.samples.ethereum.report.Subject;
import dev.pulse.samples.ethereum.store.CheckLog;
import dev.pulse.samples.ethereum.store.EthereumStore;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs that somebody asks for, and the logs of all. Thread-safe. */
public final class Runs {
  private static final Logger log = LoggerFactory.getLogger(Runs.class);

  private final SubjectRuns runs;
  private final EthereumStore store;
  private final KnownNames known;
  private final ReportPost post;

  /**
   * What a run came to.
   *
   * @param id what identifies it
   * @param text the sentence for people
   */
  public record Result(String id, String text) {}

  Runs(SubjectRuns runs, EthereumStore store, KnownNames known, ReportPost post) {
    this.runs = runs;
    this.store = store;
    this.known = known;
    this.post = post;
  }

  /**
   * Looks at a client now, and posts what was found. No alert hears of it.
   *
   * @param channel where to post; empty for nowhere
   * @throws Refusal when network or client are refused
   * @throws InterruptedException when the thread was interrupted
   */
  public Result run(String network, String client, String guild, Optional<String> channel)
      throws InterruptedException {
    known.requireNetwork(network);
    var key = known.requireClient(client);
    var report = runs.byHand(new Subject(network, key, guild, channel.orElse("")));
    var text = MessageTexts.outcome(report);
    if (channel.isPresent()) {
      try {
        post.post(channel.get(), report);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        log.warn("The report of run {} was not posted to {}", report.runId(), channel.get(), e);
        text += "; the report could not be posted: " + Refusal.echo(String.valueOf(e.getMessage()));
      }
    }
    return new Result(report.runId(), text);
  }

  /**
   * The log of a run, line by line.
   *
   * @throws Refusal when there is none of that id, or it belongs to another guild
   */
  public String log(String id, String guild) {
    return store
        .log(id, guild)
        .map(CheckLog::text)
        .orElseThrow(() -> Refusal.of("Check not found", id));
  }
}
