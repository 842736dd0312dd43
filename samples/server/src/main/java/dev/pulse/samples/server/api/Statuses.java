package dev.pulse.samples.server.api;

import dev.pulse.api.model.Status;
import dev.pulse.samples.server.web.HttpError;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads lists of statuses: {@code fail,unknown}. */
final class Statuses {
  private Statuses() {}

  static Set<Status> parse(String text) {
    var wanted = EnumSet.noneOf(Status.class);
    for (String word : text.split(",", -1)) {
      wanted.add(
          Arrays.stream(Status.values())
              .filter(status -> Mapping.word(status).equals(word))
              .findAny()
              .orElseThrow(() -> HttpError.invalid("status", "a list of " + all(), text)));
    }
    return wanted;
  }

  private static String all() {
    return Arrays.stream(Status.values()).map(Mapping::word).collect(Collectors.joining(", "));
  }
}
