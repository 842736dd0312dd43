package dev.pulse.github;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A package URL ({@code pkg:npm/%40babel/core@7.24.0}), without qualifiers and subpath, which do
 * not tell packages apart. Immutable.
 */
final class PackageUrl {
  private static final String SCHEME = "pkg:";
  private static final int LONGEST = 2000;
  private static final int HEX = 16;

  /** They would lead elsewhere in the path of a URL. */
  private static final Set<String> STEPS = Set.of(".", "..");

  private final String type;
  private final List<String> segments;
  private final @Nullable String version;

  private PackageUrl(String type, List<String> segments, @Nullable String version) {
    this.type = type;
    this.segments = segments;
    this.version = version;
  }

  /** Reads one; empty when it is none. */
  static Optional<PackageUrl> parse(String purl) {
    if (purl.length() > LONGEST || !purl.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    var rest = before(before(purl.substring(SCHEME.length()), '#'), '?');
    @Nullable String version = null;
    int at = rest.lastIndexOf('@');
    // Some write a scope as it is; a version has no slash.
    if (at > 0 && at > rest.lastIndexOf('/')) {
      version = decoded(rest.substring(at + 1));
      if (version == null) {
        return Optional.empty();
      }
      rest = rest.substring(0, at);
    }
    return parts(rest, version == null || version.isBlank() ? null : version.strip());
  }

  private static Optional<PackageUrl> parts(String path, @Nullable String version) {
    var parts = new ArrayList<String>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty()) {
        var decoded = decoded(part);
        if (decoded == null || decoded.isBlank() || STEPS.contains(decoded)) {
          return Optional.empty();
        }
        parts.add(decoded);
      }
    }
    if (parts.size() < 2) {
      return Optional.empty();
    }
    var type = parts.get(0).toLowerCase(Locale.ROOT);
    return Optional.of(new PackageUrl(type, List.copyOf(parts.subList(1, parts.size())), version));
  }

  private static String before(String text, char mark) {
    int at = text.indexOf(mark);
    return at < 0 ? text : text.substring(0, at);
  }

  private static @Nullable String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    var written = text.getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(written.length);
    for (int i = 0; i < written.length; i++) {
      if (written[i] != '%') {
        bytes.put(written[i]);
        continue;
      }
      int high = i + 2 < written.length ? Character.digit(written[i + 1], HEX) : -1;
      int low = high < 0 ? -1 : Character.digit(written[i + 2], HEX);
      if (low < 0) {
        return null;
      }
      bytes.put((byte) (high * HEX + low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The type, which is the name of the ecosystem, in lower case. */
  String type() {
    return type;
  }

  /** The name as people of the ecosystem write it. */
  String name() {
    return PackageName.normalised(type, String.join(type.equals("maven") ? ":" : "/", segments));
  }

  Optional<String> version() {
    return Optional.ofNullable(version);
  }

  /** The same package in some version. */
  PackageUrl withVersion(String other) {
    return new PackageUrl(type, segments, other);
  }

  /** In canonical form. */
  @Override
  public String toString() {
    var path = segments.stream().map(PackageUrl::encoded).collect(Collectors.joining("/"));
    return SCHEME + type + "/" + path + (version == null ? "" : "@" + encoded(version));
  }

  /** A text as one segment of a path, in which nothing but plain characters stays as it is. */
  static String encoded(String text) {
    var encoded = new StringBuilder(text.length() + 8);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || b == '-'
              || b == '.'
              || b == '_'
              || b == '~';
      if (plain) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(String.format(Locale.ROOT, "%02X", b & 0xff));
      }
    }
    return encoded.toString();
  }
}
