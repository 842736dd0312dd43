package dev.pulse.samples.ethereum.directory;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Registration;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Target;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.StoreException;
import dev.pulse.prometheus.RequestObserver;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory as far as it is known: fetched now and then, and kept, so that it is there after a
 * restart before the first answer. A document that cannot be had, or that has no networks or no
 * clients, changes nothing.
 *
 * <pre>{@code
 * var source = DirectorySource.builder(uri, pulse.documents("ethereum-clients", StoredDirectory.class)).build();
 * pulse.add(source.registration());
 * source.current().ifPresent(directory -> directory.active());
 * }</pre>
 *
 * <p>Defaults: the system's clock, no observer. A fetch may take 30 seconds and 20 MiB.
 * Thread-safe.
 */
public final class DirectorySource {
  private static final Logger LOG = LoggerFactory.getLogger(DirectorySource.class);
  private static final String ID = "latest";
  private static final String NAME = "ethereum-client-data";

  private final DocumentFetch fetch;
  private final Documents<StoredDirectory> documents;
  private final InstantSource clock;
  private final Object refreshing = new Object();
  private volatile @Nullable NetworkDirectory current;

  private DirectorySource(Builder builder) {
    this.fetch = new DocumentFetch(builder.address, builder.observer);
    this.documents = builder.documents;
    this.clock = builder.clock;
    this.current = restored(builder.documents).orElse(null);
  }

  /**
   * A builder.
   *
   * @param address an {@code http}, {@code https} or {@code file} URL
   * @param documents where the last good document is kept, as {@code latest}
   */
  public static Builder builder(URI address, Documents<StoredDirectory> documents) {
    return new Builder(address, documents);
  }

  /** What is wrong with an address; empty when nothing is. Does not repeat it. */
  public static String problem(URI address) {
    return DocumentFetch.problem(address);
  }

  private static Optional<NetworkDirectory> restored(Documents<StoredDirectory> documents) {
    try {
      @Nullable StoredDirectory stored = documents.find(ID).map(Document::value).orElse(null);
      return stored == null
          ? Optional.empty()
          : Optional.of(DirectoryReader.read(stored.document(), stored.fetchedAt()));
    } catch (IOException | StoreException e) {
      LOG.error("The directory of networks that was kept cannot be read", e);
      return Optional.empty();
    }
  }

  /** The newest good directory; empty until there is one. */
  public Optional<NetworkDirectory> current() {
    return Optional.ofNullable(current);
  }

  /** Whether there is a directory. */
  public boolean ready() {
    return current != null;
  }

  /**
   * Fetches the document now, on this thread; one at a time.
   *
   * @return what it says, which is current from now on
   * @throws IOException when it cannot be had, or is no directory; what was current still is
   */
  public NetworkDirectory refresh() throws IOException {
    synchronized (refreshing) {
      var document = fetch.text();
      var now = clock.instant();
      var directory = DirectoryReader.read(document, now);
      current = directory;
      keep(document, now);
      return directory;
    }
  }

  private void keep(String document, Instant now) {
    try {
      documents.change(ID, before -> new StoredDirectory(document, now));
    } catch (StoreException e) {
      // It is good all the same, only not there after a restart.
      LOG.error("The directory of networks cannot be kept", e);
    }
  }

  /**
   * The registration that fetches it: at once, then every hour, and every minute while it cannot be
   * had. A collector: its samples are {@code ethereum_networks} by {@code status} and {@code
   * ethereum_clients}; it is unknown when the document cannot be had.
   */
  public Registration registration() {
    return Registration.collector(NAME, context -> samples(refresh()))
        .title("Networks and clients")
        .target(Target.of(NAME))
        .schedule(Schedules.every(Duration.ofHours(1)))
        .whileFailing(Duration.ofMinutes(1))
        .timeout(Duration.ofSeconds(40))
        .build();
  }

  private static Samples samples(NetworkDirectory directory) {
    return Samples.builder()
        .gauge("ethereum_networks", Labels.of("status", "active"), directory.active().size())
        .gauge("ethereum_networks", Labels.of("status", "inactive"), directory.inactive().size())
        .gauge("ethereum_clients", Labels.empty(), directory.clients().size())
        .build();
  }

  /** Builds a {@link DirectorySource}. Confine to one thread. */
  public static final class Builder {
    private final URI address;
    private final Documents<StoredDirectory> documents;
    private InstantSource clock = InstantSource.system();
    private RequestObserver observer = request -> {};

    private Builder(URI address, Documents<StoredDirectory> documents) {
      this.address = requireNonNull(address, "address");
      this.documents = requireNonNull(documents, "documents");
    }

    /** The wall clock; default: the system's. */
    public Builder clock(InstantSource clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /** Learns of every request, as service {@code clients}; default: nobody does. */
    public Builder observer(RequestObserver observer) {
      this.observer = requireNonNull(observer, "observer");
      return this;
    }

    /**
     * The source, with the directory that was kept.
     *
     * @throws IllegalArgumentException when the address is none that can be fetched; does not
     *     repeat it
     */
    public DirectorySource build() {
      var problem = DocumentFetch.problem(address);
      if (!problem.isEmpty()) {
        throw new IllegalArgumentException(problem);
      }
      return new DirectorySource(this);
    }
  }
}
