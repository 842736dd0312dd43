package dev.pulse.samples.server.web;

import java.util.regex.Pattern;

/**
 * One method of one path and what answers it.
 *
 * @param writes whether that changes something
 * @param open whether callers need no token of the server
 */
record Route(String method, String path, boolean writes, boolean open, Handler handler) {
  private static final Pattern FORM =
      Pattern.compile("/|(/([A-Za-z0-9._~-]+|\\{[a-z][A-Za-z0-9]*\\}))+/?");

  Route {
    if (!FORM.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "route \"" + path + "\" is malformed: it must look like /targets/{id}");
    }
  }

  /** What a caller who is known must be allowed to. */
  Role role() {
    return writes ? Role.OPERATOR : Role.VIEWER;
  }

  /** Whether a path is one of this route's; segments in braces take any text but a slash. */
  boolean matches(String requested) {
    return matches(path, requested);
  }

  /** The same for the path of a route that has no method yet. */
  static boolean matches(String path, String requested) {
    var mine = path.split("/", -1);
    var theirs = requested.split("/", -1);
    if (mine.length != theirs.length) {
      return false;
    }
    for (int i = 0; i < mine.length; i++) {
      boolean fits = mine[i].startsWith("{") ? !theirs[i].isEmpty() : mine[i].equals(theirs[i]);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** The same for two routes that would take the same requests. */
  String shape() {
    return method + " " + path.replaceAll("\\{[^}]*\\}", "{}");
  }
}
