package dev.pulse.samples.ethereum.directory;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import dev.pulse.samples.ethereum.node.Layer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Cartographoor's document. It comes from another project and grows: fields that are not
 * known, and values of another kind than expected, are passed over. Keys end up in queries, paths
 * and names of hosts, so those of another form are left out.
 */
final class DirectoryReader {
  private static final Pattern KEY =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?");
  private static final int LONGEST_TEXT = 2_000;

  private final JsonReader json;

  private DirectoryReader(JsonReader json) {
    this.json = json;
  }

  /**
   * The directory that a document is.
   *
   * @throws IOException when it is no JSON, or has no networks or no clients
   */
  static NetworkDirectory read(String document, Instant fetchedAt) throws IOException {
    try (var json = JsonReader.of(new Buffer().writeUtf8(document))) {
      return new DirectoryReader(json).document(fetchedAt);
    } catch (JsonDataException e) {
      throw new IOException("the document is no directory of networks: " + e.getMessage(), e);
    }
  }

  private NetworkDirectory document(Instant fetchedAt) throws IOException {
    var networks = new ArrayList<NetworkEntry>();
    var clients = new ArrayList<ClientEntry>();
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "networks" -> entries(key -> networks.add(network(key)));
        case "clients" -> entries(key -> clients.add(client(key)));
        default -> json.skipValue();
      }
    }
    json.endObject();
    if (json.peek() != JsonReader.Token.END_DOCUMENT) {
      throw new JsonDataException("something follows its end");
    }
    if (networks.isEmpty() || clients.isEmpty()) {
      throw new JsonDataException(
          "it has " + networks.size() + " networks and " + clients.size() + " clients");
    }
    return NetworkDirectory.of(networks, clients, fetchedAt);
  }

  /** What to make of an entry; the reader stands before its value. */
  private interface Entry {
    void read(String key) throws IOException;
  }

  private void entries(Entry entry) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      var key = json.nextName();
      if (KEY.matcher(key).matches() && json.peek() == JsonReader.Token.BEGIN_OBJECT) {
        entry.read(key);
      } else {
        json.skipValue();
      }
    }
    json.endObject();
  }

  private NetworkEntry network(String key) throws IOException {
    var services = new TreeMap<String, String>();
    var fields = fields(Map.of("serviceUrls", () -> services.putAll(fields(Map.of()))));
    return new NetworkEntry(
        key,
        fields.getOrDefault("status", ""),
        unsigned(fields.get("chainId")),
        Optional.ofNullable(fields.get("hiveUrl")),
        services);
  }

  private ClientEntry client(String key) throws IOException {
    var fields = fields(Map.of());
    var name = fields.getOrDefault("name", key);
    return new ClientEntry(
        key.toLowerCase(Locale.ROOT),
        name,
        fields.getOrDefault("displayName", name),
        Optional.ofNullable(fields.get("repository")),
        layer(fields.getOrDefault("type", "")),
        Optional.ofNullable(fields.get("branch")),
        Optional.ofNullable(fields.get("logo")),
        Optional.ofNullable(fields.get("latestVersion")));
  }

  /** What to do with a field that is an object; the reader stands before it. */
  private interface Inside {
    void read() throws IOException;
  }

  /** The fields of an object that are texts or numbers, as texts; empty texts count as missing. */
  private Map<String, String> fields(Map<String, Inside> objects) throws IOException {
    var fields = new HashMap<String, String>();
    json.beginObject();
    while (json.hasNext()) {
      var name = json.nextName();
      var token = json.peek();
      @Nullable Inside inside = objects.get(name);
      if (token == JsonReader.Token.STRING || token == JsonReader.Token.NUMBER) {
        var text = json.nextString();
        if (!text.isBlank() && text.length() <= LONGEST_TEXT) {
          fields.put(name, text);
        }
      } else if (inside != null && token == JsonReader.Token.BEGIN_OBJECT) {
        inside.read();
      } else {
        json.skipValue();
      }
    }
    json.endObject();
    return fields;
  }

  private static Optional<Layer> layer(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "consensus" -> Optional.of(Layer.CONSENSUS);
      case "execution" -> Optional.of(Layer.EXECUTION);
      default -> Optional.empty();
    };
  }

  private static Optional<Long> unsigned(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseUnsignedLong(text));
    } catch (NumberFormatException e) {
      // A number of another kind says nothing about the chain; the network is there all the same.
      return Optional.empty();
    }
  }
}
