package dev.pulse.samples.server.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often an address may guess: so many times at once, and then once in a while. Whoever guesses
 * right has the guess back. Remembers so many addresses at most; where more are at it at the same
 * time, those that come later share what one has. Thread-safe.
 */
final class SignInRate {
  private static final int NETWORK_BYTES = 8;
  private static final String OTHERS = "others";

  private final Duration each;
  private final Duration ahead;
  private final int mostAddresses;
  private final Object lock = new Object();

  /** When what an address has used up is its own again; those that changed last come last. */
  private final Map<String, Instant> free = new LinkedHashMap<>();

  /**
   * A rate.
   *
   * @param burst how many guesses at once
   * @param each how long it takes until there is another one
   * @param mostAddresses how many addresses are told apart
   */
  SignInRate(int burst, Duration each, int mostAddresses) {
    this.each = each;
    this.ahead = each.multipliedBy(burst - 1L);
    this.mostAddresses = mostAddresses;
  }

  /** Takes one guess; how long to wait where there is none, otherwise zero. */
  Duration take(String address, Instant now) {
    synchronized (lock) {
      var key = key(network(address), now);
      var until = free.getOrDefault(key, now);
      var from = until.isBefore(now) ? now : until;
      var wait = Duration.between(now.plus(ahead), from);
      if (wait.compareTo(Duration.ZERO) > 0) {
        return wait;
      }
      put(key, from.plus(each));
      return Duration.ZERO;
    }
  }

  /** Gives a guess back that was right. */
  void giveBack(String address, Instant now) {
    synchronized (lock) {
      var key = key(network(address), now);
      var until = free.get(key);
      if (until != null) {
        put(key, until.minus(each));
      }
    }
  }

  private void put(String key, Instant until) {
    free.remove(key);
    free.put(key, until);
  }

  private String key(String network, Instant now) {
    if (free.containsKey(network) || free.size() < mostAddresses) {
      return network;
    }
    for (Iterator<Instant> untils = free.values().iterator(); untils.hasNext(); ) {
      if (untils.next().isAfter(now)) {
        break;
      }
      untils.remove();
    }
    return free.size() < mostAddresses ? network : OTHERS;
  }

  int addresses() {
    synchronized (lock) {
      return free.size();
    }
  }

  /**
   * Of version 6 the network: everybody has as many addresses in it as there are grains of sand.
   */
  private static String network(String address) {
    if (!address.contains(":")) {
      return address;
    }
    try {
      // A literal: nobody is asked for a name.
      var bytes = InetAddress.getByName(address).getAddress();
      return bytes.length <= NETWORK_BYTES
          ? InetAddress.getByAddress(bytes).getHostAddress()
          : HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES);
    } catch (UnknownHostException e) {
      return OTHERS;
    }
  }
}
