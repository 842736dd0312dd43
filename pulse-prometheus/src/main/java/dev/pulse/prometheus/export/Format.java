package dev.pulse.prometheus.export;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two text formats, and which of them a caller wants. */
enum Format {
  /** The format that every Prometheus reads, and people. */
  TEXT("text/plain; version=0.0.4; charset=utf-8"),
  /** OpenMetrics 1.0. */
  OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

  private static final String NAME_OF_OPEN_METRICS = "application/openmetrics-text";
  private static final int MOST_RANGES = 50;

  private final String contentType;

  Format(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  /**
   * Reads an {@code Accept} header as RFC 9110 has it. OpenMetrics must be asked for by its name,
   * in a version that 1.0 can stand for, and at least as much as plain text; everybody else gets
   * plain text, also who wants neither: an answer that can be read is better than none.
   */
  static Format wantedBy(@Nullable String accept) {
    if (accept == null) {
      return TEXT;
    }
    double openMetrics = 0;
    double text = 0;
    int textPrecision = -1;
    for (String range : accept.split(",", MOST_RANGES)) {
      var parts = range.split(";", -1);
      var type = parts[0].strip().toLowerCase(Locale.ROOT);
      double quality = quality(parts);
      if (type.equals(NAME_OF_OPEN_METRICS) && isVersionOne(parts)) {
        openMetrics = Math.max(openMetrics, quality);
      }
      int precision = precisionForText(type);
      if (precision > textPrecision) {
        textPrecision = precision;
        text = quality;
      } else if (precision >= 0 && precision == textPrecision) {
        text = Math.max(text, quality);
      }
    }
    return openMetrics > 0 && openMetrics >= text ? OPEN_METRICS : TEXT;
  }

  /** How closely a range names plain text; negative when it does not mean it. */
  private static int precisionForText(String type) {
    return switch (type) {
      case "text/plain" -> 2;
      case "text/*" -> 1;
      case "*/*" -> 0;
      default -> -1;
    };
  }

  /** Prometheus asks for 0.0.1 as well, whose readers read 1.0. */
  private static boolean isVersionOne(String[] parts) {
    var version = parameter(parts, "version");
    return version == null || version.equals("1.0.0") || version.equals("0.0.1");
  }

  private static double quality(String[] parts) {
    var text = parameter(parts, "q");
    if (text == null) {
      return 1;
    }
    try {
      double quality = Double.parseDouble(text);
      return quality >= 0 && quality <= 1 ? quality : 0;
    } catch (NumberFormatException e) {
      return 0; // What cannot be read is not asked for.
    }
  }

  private static @Nullable String parameter(String[] parts, String name) {
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals >= 0 && parts[i].substring(0, equals).strip().equalsIgnoreCase(name)) {
        return parts[i].substring(equals + 1).strip().replace("\"", "");
      }
    }
    return null;
  }
}
