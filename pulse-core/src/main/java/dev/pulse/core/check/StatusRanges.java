package dev.pulse.core.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A set of HTTP statuses, made of ranges. Immutable. */
record StatusRanges(List<Range> ranges) {
  private static final Pattern FORM = Pattern.compile("(\\d{3})(?:\\s*-\\s*(\\d{3}))?");

  static final StatusRanges DEFAULT = new StatusRanges(List.of(new Range(200, 399)));
  static final StatusRanges NONE = new StatusRanges(List.of());

  record Range(int first, int last) {
    Range {
      if (first < 100 || last > 599 || first > last) {
        throw new IllegalArgumentException(
            "a status must be 100 to 599, and a range must not run backwards, but is "
                + (first == last ? first : first + "-" + last));
      }
    }

    /** Reads {@code 204} or {@code 200-299}. */
    static Range parse(String text) {
      var match = FORM.matcher(text.strip());
      if (!match.matches()) {
        throw new IllegalArgumentException("must be a status like 204 or a range like 200-299");
      }
      int first = Integer.parseInt(match.group(1));
      return new Range(first, match.group(2) == null ? first : Integer.parseInt(match.group(2)));
    }

    @Override
    public String toString() {
      return first == last ? String.valueOf(first) : first + "-" + last;
    }
  }

  StatusRanges {
    ranges = List.copyOf(ranges);
  }

  StatusRanges with(Range range) {
    var all = new ArrayList<>(ranges);
    all.add(range);
    return new StatusRanges(all);
  }

  boolean contains(int status) {
    return ranges.stream().anyMatch(range -> status >= range.first() && status <= range.last());
  }

  @Override
  public String toString() {
    return ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
  }
}
