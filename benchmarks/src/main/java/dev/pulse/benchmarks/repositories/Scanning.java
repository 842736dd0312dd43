package dev.pulse.benchmarks.repositories;

import dev.pulse.api.config.Secret;
import dev.pulse.github.CodecovClient;
import dev.pulse.github.DepsDevClient;
import dev.pulse.github.GitHubConnection;
import dev.pulse.github.HealthModel;
import dev.pulse.github.HttpCache;
import dev.pulse.github.OsvClient;
import dev.pulse.github.Repository;
import dev.pulse.github.RepositoryReader;
import dev.pulse.samples.fakes.FakeGitHub;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Scans as a system does: lists, reads so many at a time, grades, and keeps the score alone. */
final class Scanning implements AutoCloseable {
  private static final String OWNER = "acme";

  private final RepositoryReader reader;
  private final Calls calls = new Calls();
  private final ExecutorService readers;
  private final HealthModel model = HealthModel.standard();

  /**
   * Reads nothing yet.
   *
   * @param github a fake, with the other services below it
   */
  Scanning(URI github, int concurrency, HttpCache cache) {
    var connection =
        GitHubConnection.builder()
            .baseUrl(github)
            .token(Secret.of(FakeGitHub.TOKEN))
            .cache(cache)
            .observer(calls)
            .build();
    reader =
        RepositoryReader.builder(connection)
            .codecov(
                CodecovClient.builder().baseUrl(below(github, "codecov")).observer(calls).build())
            .osv(OsvClient.builder().baseUrl(below(github, "osv")).observer(calls).build())
            .depsDev(
                DepsDevClient.builder().baseUrl(below(github, "depsdev")).observer(calls).build())
            .build();
    readers = Executors.newFixedThreadPool(concurrency);
  }

  private static URI below(URI base, String name) {
    return URI.create(base + "/" + name);
  }

  Calls calls() {
    return calls;
  }

  /**
   * One scan.
   *
   * @param finished told of each repository, with how many there are so far
   * @throws IllegalStateException when not exactly so many were scored
   */
  void scan(int expected, IntConsumer finished) throws InterruptedException {
    var all = reader.repositories(OWNER).value().orElse(List.of());
    if (all.size() < expected) {
      throw new IllegalStateException(all.size() + " repositories there, not " + expected);
    }
    var scored = new AtomicInteger();
    var done = new AtomicInteger();
    var running = new ArrayList<Future<?>>();
    for (var repository : all.subList(0, expected)) {
      running.add(
          readers.submit(
              () -> {
                if (isScored(repository)) {
                  scored.incrementAndGet();
                }
                finished.accept(done.incrementAndGet());
                return null;
              }));
    }
    for (var each : running) {
      try {
        each.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a repository could not be read", e.getCause());
      }
    }
    if (scored.get() != expected) {
      throw new IllegalStateException(scored + " of " + expected + " repositories were scored");
    }
  }

  private boolean isScored(Repository repository) throws InterruptedException {
    return model.grade(reader.read(repository)).score().value().isPresent();
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
