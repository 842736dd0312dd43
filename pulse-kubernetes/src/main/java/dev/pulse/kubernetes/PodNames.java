package dev.pulse.kubernetes;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What Kubernetes allows as names. They become parts of paths, so nothing else gets that far. */
final class PodNames {
  private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final Pattern LABEL_PATTERN = Pattern.compile(LABEL);
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern RANGE =
      Pattern.compile("([^{}]*)\\{([0-9]{1,5})\\.\\.([0-9]{1,5})}([^{}]*)");
  private static final int LONGEST = 253;
  private static final int MOST_IN_RANGE = 10_000;

  private PodNames() {}

  /** Whether a text can be the name of a namespace or a container. */
  static boolean isLabel(String text) {
    return text.length() <= 63 && LABEL_PATTERN.matcher(text).matches();
  }

  /** Whether a text can be the name of a pod. */
  static boolean isSubdomain(String text) {
    return text.length() <= LONGEST && SUBDOMAIN.matcher(text).matches();
  }

  /**
   * The names that a text stands for: itself, or those of a range as in {@code db-{0..9}-0}.
   *
   * @throws IllegalArgumentException when there is no such range
   */
  static List<String> expanded(String text) {
    var range = RANGE.matcher(text);
    if (!range.matches()) {
      return List.of(text);
    }
    int first = Integer.parseInt(range.group(2));
    int last = Integer.parseInt(range.group(3));
    if (first > last || last - first >= MOST_IN_RANGE) {
      throw new IllegalArgumentException(
          "the range of \""
              + text
              + "\" must rise, and have "
              + MOST_IN_RANGE
              + " numbers at most");
    }
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> range.group(1) + number + range.group(4))
        .toList();
  }

  static String requireLabel(String what, String text) {
    if (!isLabel(text)) {
      throw new IllegalArgumentException(
          what
              + " \""
              + text
              + "\" is not allowed: at most 63 lower case letters, digits and hyphens, no hyphen at"
              + " either end");
    }
    return text;
  }

  static String requireSubdomain(String what, String text) {
    if (!isSubdomain(text)) {
      throw new IllegalArgumentException(
          what
              + " \""
              + text
              + "\" is not allowed: at most 253 lower case letters, digits, hyphens and dots, no"
              + " hyphen at either end");
    }
    return text;
  }
}
