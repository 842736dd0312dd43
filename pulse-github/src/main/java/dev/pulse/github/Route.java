package dev.pulse.github;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Writes the URL of a route: {@code {name}} stands for one segment of the path, whatever is in its
 * value, and {@code {+name}} for several with slashes between them. Values that the path does not
 * name become the query, in the order of their names, so that one question has one URL.
 */
final class Route {
  private static final Pattern PLACE = Pattern.compile("\\{(\\+?)([a-z_]+)}");

  private Route() {}

  /**
   * The URL.
   *
   * @throws IllegalArgumentException when a value is missing, or would change the path
   */
  static HttpUrl url(HttpUrl base, String template, Map<String, String> values) {
    var url = base.newBuilder();
    var query = new TreeMap<>(values);
    int mark = template.indexOf('?');
    var path = mark < 0 ? template : template.substring(0, mark);
    for (String segment : path.substring(1).split("/", -1)) {
      var place = PLACE.matcher(segment);
      if (!place.matches()) {
        add(url, expanded(segment, values, query), segment);
      } else if (place.group(1).isEmpty()) {
        add(url, value(place.group(2), values, query), segment);
      } else {
        for (String part : value(place.group(2), values, query).split("/", -1)) {
          add(url, part, segment);
        }
      }
    }
    if (mark >= 0) {
      url.encodedQuery(template.substring(mark + 1));
    }
    query.forEach(url::addQueryParameter);
    return url.build();
  }

  private static String expanded(
      String segment, Map<String, String> values, Map<String, String> unused) {
    return PLACE
        .matcher(segment)
        .replaceAll(place -> Matcher.quoteReplacement(value(place.group(2), values, unused)));
  }

  private static String value(String name, Map<String, String> values, Map<String, String> unused) {
    var value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no value for " + name);
    }
    unused.remove(name);
    return value;
  }

  private static void add(HttpUrl.Builder url, String segment, String place) {
    // A dot would be taken for a step in the path, and the request would go elsewhere.
    if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
      throw new IllegalArgumentException(
          "a part of the path must not be empty, \".\" or \"..\", but " + place + " is");
    }
    url.addPathSegment(segment);
  }
}
