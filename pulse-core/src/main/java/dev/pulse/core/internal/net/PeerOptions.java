package dev.pulse.core.internal.net;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.core.net.EgressPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What all providers read alike whose plug-ins connect to somebody. */
public final class PeerOptions {
  /** Goes on for a path with a problem; nobody can write it, because a text is not blank. */
  private static final Path NOWHERE = Path.of("");

  private PeerOptions() {}

  /** The policy of {@code allow-private}, {@code allow} and {@code deny}. */
  public static EgressPolicy egress(Settings settings) {
    var policy =
        settings
                .bool("allow-private")
                .describedAs("whether loopback and private addresses may be connected to")
                .orElse(true)
            ? EgressPolicy.lenient()
            : EgressPolicy.strict();
    for (String range :
        ranges(
            settings,
            "allow",
            "address ranges to connect to all the same",
            EgressPolicy.strict()::allow)) {
      policy = policy.allow(range);
    }
    for (String range :
        ranges(
            settings, "deny", "address ranges never to connect to", EgressPolicy.strict()::deny)) {
      policy = policy.deny(range);
    }
    return policy;
  }

  /** Reads {@code client-certificate}: {@code chain} and {@code key}, or {@code pkcs12}. */
  public static void clientCertificate(Settings settings, TlsFiles certificates) {
    var section = settings.section("client-certificate");
    if (!settings.has("client-certificate")) {
      return;
    }
    var chain = file(section, "chain", "a PEM file with the client's certificate and its chain");
    var key = file(section, "key", "a PEM file with the key in PKCS#8");
    var store = file(section, "pkcs12", "a PKCS#12 file instead of chain and key");
    var password =
        section.secret("password").describedAs("what opens the key or the file").optional();
    if (store.isPresent() && (chain.isPresent() || key.isPresent())) {
      section.note("pkcs12", "excludes chain and key: it holds both");
    } else if (store.isPresent() && password.isPresent()) {
      certificates.pkcs12(store.get(), password.get());
    } else if (store.isPresent()) {
      section.note("password", "is required with pkcs12");
    } else if (chain.isPresent() && key.isPresent()) {
      certificates.pem(chain.get(), key.get(), password);
    } else {
      section.note("", "must have chain and key, or pkcs12 and password");
    }
  }

  /** Reads {@code trust}. */
  public static void trust(Settings settings, Consumer<Path> trust) {
    file(settings, "trust", "a PEM file of the authorities to trust, instead of the JVM's")
        .ifPresent(trust);
  }

  /** What a builder makes, or its problems with their places in the configuration. */
  public static <T> T build(Settings settings, List<Problem> problems, Supplier<T> build) {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(
          problems.stream()
              .map(problem -> settings.problem(problem.key(), problem.message()))
              .toList());
    }
    return build.get();
  }

  /** Reads ranges inside of the setting, which keeps a secret out of what is wrong with it. */
  private static List<String> ranges(
      Settings settings, String key, String description, Function<String, EgressPolicy> judge) {
    return settings
        .texts(key)
        .describedAs(description)
        .map(ranges -> judged(ranges, judge), List.<String>of())
        .orElse(List.of());
  }

  private static List<String> judged(List<String> ranges, Function<String, EgressPolicy> judge) {
    var problems = new ArrayList<String>();
    for (String range : ranges) {
      try {
        var unused = judge.apply(range);
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return ranges;
  }

  private static Optional<Path> file(Settings settings, String key, String description) {
    return settings
        .text(key)
        .expecting("the path of a file")
        .describedAs(description)
        .notEmpty()
        .map(Path::of, NOWHERE)
        .optional()
        .filter(file -> !file.equals(NOWHERE));
  }
}
