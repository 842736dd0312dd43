package dev.pulse.samples.ethereum.directory;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A network of the directory. What the document leaves out is empty.
 *
 * @param key what commands call it, such as {@code fusaka-devnet-3}
 * @param status {@code active}, or anything else
 * @param chainId the id of its chain, as an unsigned number of 64 bits: see {@link
 *     Long#toUnsignedString(long)}
 * @param hiveUrl where its test coverage is
 * @param serviceUrls where its services are, by their names; sorted, unmodifiable
 */
public record NetworkEntry(
    String key,
    String status,
    Optional<Long> chainId,
    Optional<String> hiveUrl,
    Map<String, String> serviceUrls) {
  /** An entry; the map is copied. */
  public NetworkEntry {
    requireNonNull(key, "key");
    requireNonNull(status, "status");
    requireNonNull(chainId, "chainId");
    requireNonNull(hiveUrl, "hiveUrl");
    serviceUrls = Collections.unmodifiableMap(new TreeMap<>(serviceUrls));
  }

  /** Whether its status is {@code active}. */
  public boolean active() {
    return status.equals("active");
  }
}
