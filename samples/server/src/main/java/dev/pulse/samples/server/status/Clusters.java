package dev.pulse.samples.server.status;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Texts as what people take for characters: an astronaut is five code points. */
final class Clusters {
  private static final Pattern ONE = Pattern.compile("\\X");

  /** A letter with more marks than this is a joke, and would be a long one. */
  private static final int LONGEST = 20;

  private Clusters() {}

  /**
   * The first characters of a text.
   *
   * @param most how many at most
   */
  static List<String> of(String text, int most) {
    var clusters = new ArrayList<String>();
    var found = ONE.matcher(text);
    while (clusters.size() < most && found.find()) {
      var cluster = found.group();
      clusters.add(cluster.length() <= LONGEST ? cluster : cluster.substring(0, first(cluster)));
    }
    return clusters;
  }

  private static int first(String cluster) {
    return Character.charCount(cluster.codePointAt(0));
  }

  /** A text, with an ellipsis in place of what is too much. */
  static String shortened(String text, int most) {
    var clusters = of(text, most + 1);
    return clusters.size() <= most
        ? String.join("", clusters)
        : String.join("", clusters.subList(0, most - 1)) + "…";
  }
}
