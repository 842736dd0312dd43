package dev.pulse.samples.server.web;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What strangers guess, wherever they do: in the form of the dashboard, at REST routes, on private
 * status pages, and where extensions have tokens of their own. An address has five wrong guesses,
 * and one more every half a minute; of tokens and of passwords each. All that were wrong are
 * counted, and some of them are told to the {@link WriteListener}. Thread-safe.
 *
 * <p>A token of {@value #UNGUESSABLE} characters or more is judged in any case: nobody finds one by
 * guessing, and many callers may have one address. What is limited there is how soon whoever sends
 * a wrong one should try again. A shorter one is not even looked at when the address has no guess
 * left. Whom a host application knows by what is sent is let in whatever was guessed here.
 *
 * <p>A password is never judged without a guess left. From all addresses together a name has fifty,
 * and one more every five minutes; an address from which it was right before needs none of those,
 * so that strangers can keep nobody out of where they usually are.
 */
public final class Guesses implements AutoCloseable {
  /** From this length on a token cannot be guessed. */
  public static final int UNGUESSABLE = 16;

  private static final Logger log = LoggerFactory.getLogger(Guesses.class);
  private static final int BURST = 5;
  private static final Duration EACH = Duration.ofSeconds(30);
  private static final int MOST_ADDRESSES = 10_000;
  private static final int NOTED = 20;
  private static final Duration EACH_NOTED = Duration.ofMinutes(10);
  private static final int NETWORK_BYTES = 8;
  private static final int NAME_BURST = 50;
  private static final Duration EACH_OF_NAME = Duration.ofMinutes(5);
  private static final int MOST_NAMES = 10_000;
  private static final int MOST_KNOWN = 1_000;

  private final InstantSource clock;
  private final MeterRegistry meters;
  private final WriteListener writes;
  private final GuessRate tokens = new GuessRate(BURST, EACH, MOST_ADDRESSES);
  private final GuessRate passwords = new GuessRate(BURST, EACH, MOST_ADDRESSES);
  private final GuessRate names = new GuessRate(NAME_BURST, EACH_OF_NAME, MOST_NAMES);
  private final Familiar familiar = new Familiar(MOST_KNOWN);
  private final GuessRate notes = new GuessRate(NOTED, EACH_NOTED, Place.values().length);
  private final Map<Place, Counts> counts = new EnumMap<>(Place.class);

  /** Where somebody guesses. */
  public enum Place {
    /** In the form of the dashboard. */
    FORM,
    /** With a request for a route. */
    API,
    /** On a private status page. */
    STATUS_PAGE
  }

  /**
   * What came of a guess.
   *
   * @param right what it opens; empty when it was wrong, or not judged
   * @param pause how long whoever was wrong should wait; zero when there are guesses left
   */
  public record Judged<T>(Optional<T> right, Duration pause) {
    /** Whether nobody was right, and too often. */
    public boolean isLimited() {
      return right.isEmpty() && !pause.isZero();
    }
  }

  /** What one guess costs somebody. */
  private record Share(GuessRate rate, String who) {}

  /** How often guesses of a place were wrong. */
  private record Counts(Counter wrong, Counter limited) {}

  /**
   * No guesses yet.
   *
   * @param clock what time it is
   * @param meters where wrong ones are counted
   * @param writes who is told of some of them
   */
  Guesses(InstantSource clock, MeterRegistry meters, WriteListener writes) {
    this.clock = requireNonNull(clock, "clock");
    this.meters = requireNonNull(meters, "meters");
    this.writes = requireNonNull(writes, "writes");
    for (Place place : Place.values()) {
      counts.put(place, new Counts(counter(place, "wrong"), counter(place, "limited")));
    }
  }

  private Counter counter(Place place, String result) {
    return Counter.builder("pulse.server.guesses")
        .description("Wrong tokens and passwords, and those that came too often")
        .tag("at", place.name().toLowerCase(Locale.ROOT))
        .tag("result", result)
        .register(meters);
  }

  /**
   * Judges a token that somebody sent.
   *
   * @param place where
   * @param request with what
   * @param given the token
   * @param judge looks what it opens; not asked when the token can be guessed and there were too
   *     many guesses
   */
  public <T> Judged<T> token(
      Place place, Request request, String given, Supplier<Optional<T>> judge) {
    var address = network(request.from());
    return given.length() >= UNGUESSABLE
        ? judgedFirst(place, request, address, judge)
        : takenFirst(place, request, List.of(new Share(tokens, address)), judge);
  }

  /**
   * Judges a password that somebody filled in.
   *
   * @param request with what
   * @param name whose it should be; whether there is somebody of that name makes no difference
   * @param judge looks whose it is; not asked when there were too many guesses
   */
  <T> Judged<T> password(Request request, String name, Supplier<Optional<T>> judge) {
    var address = network(request.from());
    var who = AccessToken.isName(name) ? name : "";
    var shares = new ArrayList<Share>();
    shares.add(new Share(passwords, address));
    if (!familiar.has(who, address)) {
      shares.add(new Share(names, who));
    }
    var judged = takenFirst(Place.FORM, request, shares, judge);
    if (judged.right().isPresent()) {
      familiar.add(who, address);
    }
    return judged;
  }

  private <T> Judged<T> judgedFirst(
      Place place, Request request, String address, Supplier<Optional<T>> judge) {
    var right = judge.get();
    return right.isPresent()
        ? new Judged<>(right, Duration.ZERO)
        : wrong(place, request, tokens.take(address, clock.instant()));
  }

  private <T> Judged<T> takenFirst(
      Place place, Request request, List<Share> shares, Supplier<Optional<T>> judge) {
    var now = clock.instant();
    var taken = new ArrayList<Share>();
    boolean counts = false;
    try {
      for (Share share : shares) {
        var wait = share.rate().take(share.who(), now);
        if (!wait.isZero()) {
          return wrong(place, request, wait);
        }
        taken.add(share);
      }
      var right = judge.get();
      counts = right.isEmpty();
      return counts ? wrong(place, request, Duration.ZERO) : new Judged<>(right, Duration.ZERO);
    } finally {
      if (!counts) {
        taken.forEach(share -> share.rate().giveBack(share.who(), now));
      }
    }
  }

  private <T> Judged<T> wrong(Place place, Request request, Duration wait) {
    var count = requireNonNull(counts.get(place), "counts of all places");
    if (wait.isZero()) {
      count.wrong().increment();
      // One place drives nothing of the others out of a book.
      if (notes.take(place.name(), clock.instant()).isZero()) {
        note(request);
      }
    } else {
      count.limited().increment();
    }
    return new Judged<>(Optional.empty(), wait);
  }

  private void note(Request request) {
    var write =
        new Write(
            Optional.empty(),
            request.from(),
            HttpError.shown(request.method()),
            HttpError.shown(request.path()),
            401,
            Optional.empty());
    try {
      writes.written(write);
    } catch (RuntimeException e) {
      log.error("A guess could not be noted: {}", write, e);
    }
  }

  /** What is answered to whoever guesses too often. */
  public static HttpError tooMany(Duration wait) {
    long seconds = seconds(wait);
    return HttpError.of(429, "Too many attempts")
        .withDetail(
            "Too many attempts failed; try again in "
                + seconds
                + (seconds == 1 ? " second." : " seconds."))
        .withHeader("Retry-After", Long.toString(seconds));
  }

  /** A time to wait in whole seconds, as {@code Retry-After} wants it. */
  public static long seconds(Duration wait) {
    return wait.plusMillis(999).toSeconds();
  }

  /** Takes the counters away. */
  @Override
  public void close() {
    for (Counts count : counts.values()) {
      meters.remove(count.wrong());
      meters.remove(count.limited());
    }
  }

  /**
   * Of version 6 the network: everybody has as many addresses in it as there are grains of sand.
   */
  static String network(String address) {
    if (!address.contains(":")) {
      return address;
    }
    try {
      // A literal: nobody is asked for a name.
      var bytes = InetAddress.getByName(address).getAddress();
      return bytes.length <= NETWORK_BYTES
          ? InetAddress.getByAddress(bytes).getHostAddress()
          : HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES);
    } catch (UnknownHostException e) {
      return "unreadable";
    }
  }
}
