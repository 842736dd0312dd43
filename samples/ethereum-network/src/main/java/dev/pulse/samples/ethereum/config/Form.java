package dev.pulse.samples.ethereum.config;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.ethereum.directory.DirectorySource;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The forms that values have. Each reader throws an {@link IllegalArgumentException} that says what
 * is allowed, and never repeats what it was given.
 */
final class Form {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern SNOWFLAKE = Pattern.compile("[0-9]{17,20}");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final Pattern REPOSITORY =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}");
  private static final Pattern NO_REF = Pattern.compile("[\\s\\p{Cntrl}~^:?*\\[\\\\]");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})([smhd])");
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,500}");
  private static final int LONGEST_URL = 8_192;
  private static final Duration LONGEST_REMINDER = Duration.ofDays(365);
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(10);
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);

  private Form() {}

  static Secret token(String text) {
    require(TOKEN.matcher(text).matches(), "must be printable ASCII without blanks");
    return Secret.of(text);
  }

  static Secret apiToken(String text) {
    require(
        TOKEN.matcher(text).matches() && text.length() >= 16,
        "must be at least 16 characters of printable ASCII without blanks");
    return Secret.of(text);
  }

  /**
   * An http or https URL without a slash at its end, to which clients append paths: they read it as
   * OkHttp does, and take neither a query nor a port that is none.
   */
  static URI web(String text) {
    var url = url(text, Set.of("http", "https"), "must be an http or https URL");
    require(url.getRawQuery() == null, "must be without ?");
    require(
        text.length() <= LONGEST_URL && HttpUrl.get(url) != null, "must be an http or https URL");
    return URI.create(url.toString().replaceFirst("/+$", ""));
  }

  /** Where a document is. */
  static URI document(String text) {
    var url = url(text, Set.of("http", "https", "file"), "must be an http, https or file URL");
    var problem = DirectorySource.problem(url);
    require(problem.isEmpty(), problem);
    return url;
  }

  private static URI url(String text, Set<String> schemes, String allowed) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(allowed);
    }
    var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    require(schemes.contains(scheme), allowed);
    if (!scheme.equals("file")) {
      require(url.getHost() != null, allowed);
      require(url.getRawUserInfo() == null, "must be without user and password");
      require(url.getRawFragment() == null, "must be without #");
    }
    return url;
  }

  static String id(String text) {
    require(ID.matcher(text).matches(), "must be 1 to 64 letters, digits, underscores and hyphens");
    return text;
  }

  static String prefix(String text) {
    require(
        PREFIX.matcher(text).matches(),
        "must be 1 to 64 letters, digits, dots, underscores and hyphens");
    return text;
  }

  static List<String> guilds(String text) {
    var ids = entries(text, ",");
    require(
        ids.stream().allMatch(id -> SNOWFLAKE.matcher(id).matches()),
        "must be ids of 17 to 20 digits, separated by commas");
    return ids.stream().distinct().toList();
  }

  /** Names or ids of roles or categories. */
  static List<String> names(String text) {
    var names = entries(text, ",");
    require(
        names.stream().allMatch(Form::isName),
        "must be names or ids of at most 100 characters, separated by commas");
    return names;
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= 100
        && name.chars().noneMatch(Character::isISOControl);
  }

  /** Which roles belong to which client: {@code client=role|role;client=role}. */
  static Map<String, List<String>> teams(String text) {
    var allowed = "must look like client=role|role;client=role";
    var teams = new LinkedHashMap<String, List<String>>();
    for (String entry : entries(text, ";")) {
      int equals = entry.indexOf('=');
      require(equals > 0, allowed);
      var client = entry.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      var roles = entries(entry.substring(equals + 1), "\\|");
      require(KEY.matcher(client).matches() && roles.stream().allMatch(Form::isName), allowed);
      require(teams.put(client, roles) == null, "must name each client once");
    }
    return Collections.unmodifiableMap(teams);
  }

  /** Other names for names: {@code a=b,c=d}. */
  static Map<String, String> map(String text) {
    var map = new LinkedHashMap<String, String>();
    for (String entry : entries(text, ",")) {
      var parts = entry.split("=", -1);
      require(
          parts.length == 2
              && KEY.matcher(parts[0].strip()).matches()
              && KEY.matcher(parts[1].strip()).matches(),
          "must look like a=b,c=d");
      require(
          map.put(parts[0].strip(), parts[1].strip()) == null,
          "must name each of the left side once");
    }
    return Collections.unmodifiableMap(map);
  }

  static String repository(String text) {
    require(REPOSITORY.matcher(text).matches(), "must be owner/name");
    return text;
  }

  static List<String> repositories(String text) {
    var all = entries(text, ",");
    require(
        all.stream().allMatch(each -> REPOSITORY.matcher(each).matches()),
        "must be owner/name, separated by commas");
    return all;
  }

  static String ref(String text) {
    require(
        text.length() <= 255
            && !text.startsWith("-")
            && !text.contains("..")
            && !NO_REF.matcher(text).find(),
        "must be a branch, tag or commit of 1 to 255 characters without blanks, .. and ~^:?*[\\,"
            + " and must not begin with -");
    return text;
  }

  static String scope(String text) {
    require(text.equals("own") || text.equals("any"), "must be own or any");
    return text;
  }

  static String domain(String text) {
    require(
        text.length() <= 253
            && Arrays.stream(text.split("\\.", -1)).allMatch(part -> LABEL.matcher(part).matches()),
        "must be a DNS name");
    return text.toLowerCase(Locale.ROOT);
  }

  /** Keys of clients, in lower case. */
  static Set<String> clients(String text) {
    var keys = entries(text.toLowerCase(Locale.ROOT), ",");
    require(
        keys.stream().allMatch(key -> KEY.matcher(key).matches()),
        "must be names of clients, separated by commas");
    return Set.copyOf(keys);
  }

  static Duration reminder(String text) {
    return duration(
        text,
        Duration.ofHours(1),
        LONGEST_REMINDER,
        "must be a number followed by s, m, h or d, from 1h to 365d");
  }

  /** How often something is done; empty for never. */
  static Optional<Duration> interval(String text) {
    return text.equalsIgnoreCase("off")
        ? Optional.empty()
        : Optional.of(
            duration(
                text,
                SHORTEST_INTERVAL,
                LONGEST_INTERVAL,
                "must be off, or a number followed by s, m, h or d, from 10s to 1d"));
  }

  private static Duration duration(String text, Duration least, Duration most, String allowed) {
    var matcher = DURATION.matcher(text);
    require(matcher.matches(), allowed);
    var unit =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          case "h" -> Duration.ofHours(1);
          default -> Duration.ofDays(1);
        };
    var time = unit.multipliedBy(new BigInteger(matcher.group(1)).longValueExact());
    require(time.compareTo(least) >= 0 && time.compareTo(most) <= 0, allowed);
    return time;
  }

  static LogLevel level(String text) {
    for (LogLevel level : LogLevel.values()) {
      if (level.word().equals(text.toLowerCase(Locale.ROOT))) {
        return level;
      }
    }
    throw new IllegalArgumentException("must be debug, info, warn or error");
  }

  private static List<String> entries(String text, String separator) {
    return Arrays.stream(text.split(separator, -1)).map(String::strip).toList();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
