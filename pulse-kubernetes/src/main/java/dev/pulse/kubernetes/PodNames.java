package dev.pulse.kubernetes;

import java.util.regex.Pattern;

/** What Kubernetes allows as names. They become parts of paths, so nothing else gets that far. */
final class PodNames {
  private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final Pattern LABEL_PATTERN = Pattern.compile(LABEL);
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final int LONGEST = 253;

  private PodNames() {}

  /** Whether a text can be the name of a namespace or a container. */
  static boolean isLabel(String text) {
    return text.length() <= 63 && LABEL_PATTERN.matcher(text).matches();
  }

  /** Whether a text can be the name of a pod. */
  static boolean isSubdomain(String text) {
    return text.length() <= LONGEST && SUBDOMAIN.matcher(text).matches();
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
