package dev.pulse.core.check;

import dev.pulse.api.config.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which answers are good. Immutable.
 *
 * @param values in the notation of {@link DnsCheck}
 * @param only whether there may be no others
 */
record DnsExpectation(Set<String> values, boolean only) {
  static final DnsExpectation ANY = new DnsExpectation(Set.of(), false);

  private static final Pattern MAIL = Pattern.compile("(\\d{1,5})\\s+(\\S+)");
  private static final Pattern SOA = Pattern.compile("\\S+(\\s+\\S+)(\\s+\\d{1,10}){5}");

  /** An expectation in the words of a user; what cannot be read becomes a problem. */
  static DnsExpectation of(
      DnsCheck.Type type, List<String> texts, boolean only, List<Problem> problems) {
    var values = new LinkedHashSet<String>();
    for (String text : texts) {
      @Nullable String value = normal(type, text);
      if (value == null) {
        problems.add(
            new Problem(
                "",
                only ? "expect-exactly" : "expect-contains",
                "must have answers of the type " + type + ", like " + type.example));
        return ANY;
      }
      values.add(value);
    }
    return new DnsExpectation(values, only);
  }

  private static @Nullable String normal(DnsCheck.Type type, String text) {
    var value = text.strip();
    return switch (type) {
      case A -> value.indexOf(':') < 0 ? address(value) : null;
      case AAAA -> value.indexOf(':') >= 0 ? address(value) : null;
      case CNAME, NS -> value.isEmpty() || value.contains(" ") ? null : name(value);
      case MX -> {
        var match = MAIL.matcher(value);
        yield match.matches()
            ? Integer.parseInt(match.group(1)) + " " + name(match.group(2))
            : null;
      }
      case SOA -> {
        var parts = value.split("\\s+", -1);
        if (!SOA.matcher(value).matches()) {
          yield null;
        }
        parts[0] = name(parts[0]);
        parts[1] = name(parts[1]);
        yield String.join(" ", parts);
      }
      case TXT -> text;
    };
  }

  private static @Nullable String address(String text) {
    var endpoint = Endpoint.of(text, 1);
    if (!endpoint.isLiteral() || !endpoint.problems("", "", "").isEmpty()) {
      return null;
    }
    try {
      return InetAddress.getByName(endpoint.host()).getHostAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static String name(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    return lower.length() > 1 && lower.endsWith(".")
        ? lower.substring(0, lower.length() - 1)
        : lower;
  }

  /**
   * What is wrong with answers; null when nothing is. It repeats what was expected, and not what
   * somebody else's server said.
   */
  @Nullable String objection(List<String> answers) {
    var wrong = new ArrayList<String>();
    var missing = values.stream().filter(value -> !answers.contains(value)).toList();
    if (!missing.isEmpty()) {
      wrong.add(String.join(", ", missing) + (missing.size() == 1 ? " is" : " are") + " missing");
    }
    long others = answers.stream().filter(answer -> !values.contains(answer)).count();
    if (only && others > 0) {
      wrong.add(others + (others == 1 ? " was" : " were") + " not expected");
    }
    return wrong.isEmpty() ? null : String.join(", ", wrong);
  }
}
