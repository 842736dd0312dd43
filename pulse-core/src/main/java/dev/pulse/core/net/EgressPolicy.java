package dev.pulse.core.net;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses Pulse may connect to. A check asks when it opens a socket, after names have been
 * resolved and again for every hop of a redirect, so that neither a name that resolves to something
 * inside nor a redirect to it gets past.
 *
 * <p>Take {@link #lenient()} (the default of the checks) where the people who choose the targets
 * also own the machine. Take {@link #strict()} where targets come from a chat user or the caller of
 * an API.
 *
 * <p>In this order, the first that applies decides:
 *
 * <ol>
 *   <li>Link-local addresses ({@code 169.254.0.0/16}, {@code fe80::/10}) and the other addresses at
 *       which clouds hand out credentials are refused, whatever else is said.
 *   <li>What was {@linkplain #deny denied} is refused, and what was {@linkplain #allow allowed} is
 *       allowed.
 *   <li>A strict policy refuses what is not a public unicast address: loopback, private,
 *       unspecified, multicast, broadcast, documentation and other reserved ranges (the
 *       special-purpose registries of IANA, RFC 6890). A lenient one allows them.
 * </ol>
 *
 * <p>An IPv6 address that carries an IPv4 address (mapped, compatible, translated, 6to4, Teredo,
 * NAT64) is judged as both. Immutable.
 *
 * <pre>{@code
 * EgressPolicy policy = EgressPolicy.strict().allow("10.20.0.0/16");
 * }</pre>
 */
public final class EgressPolicy {
  private record Rule(Cidr range, String name) {
    @Override
    public String toString() {
      return name + " (" + range + ")";
    }
  }

  private static final List<Rule> ALWAYS =
      List.of(
          rule("169.254.169.254/32", "cloud metadata"),
          rule("169.254.0.0/16", "link-local"),
          rule("100.100.100.200/32", "cloud metadata"),
          rule("168.63.129.16/32", "cloud metadata"),
          rule("192.0.0.192/32", "cloud metadata"),
          rule("fd00:ec2::254/128", "cloud metadata"),
          rule("fd20:ce::254/128", "cloud metadata"),
          rule("fe80::/10", "link-local"));

  private static final List<Rule> STRICT =
      List.of(
          rule("0.0.0.0/8", "unspecified"),
          rule("10.0.0.0/8", "private"),
          rule("100.64.0.0/10", "private"),
          rule("127.0.0.0/8", "loopback"),
          rule("172.16.0.0/12", "private"),
          rule("192.0.0.0/24", "reserved"),
          rule("192.0.2.0/24", "documentation"),
          rule("192.88.99.0/24", "reserved"),
          rule("192.168.0.0/16", "private"),
          rule("198.18.0.0/15", "benchmarking"),
          rule("198.51.100.0/24", "documentation"),
          rule("203.0.113.0/24", "documentation"),
          rule("224.0.0.0/4", "multicast"),
          rule("255.255.255.255/32", "broadcast"),
          rule("240.0.0.0/4", "reserved"),
          rule("::/128", "unspecified"),
          rule("::1/128", "loopback"),
          rule("64:ff9b:1::/48", "private"),
          rule("100::/64", "reserved"),
          rule("2001:db8::/32", "documentation"),
          rule("3fff::/20", "documentation"),
          rule("fc00::/7", "private"),
          rule("fec0::/10", "private"),
          rule("ff00::/8", "multicast"));

  /** Where IPv6 addresses carry IPv4 ones: in which range, and at which byte. */
  private record Carrier(Cidr range, int offset, boolean inverted) {}

  private static final List<Carrier> CARRIERS =
      List.of(
          new Carrier(Cidr.of("::/96"), 12, false),
          new Carrier(Cidr.of("::ffff:0:0:0/96"), 12, false),
          new Carrier(Cidr.of("64:ff9b::/96"), 12, false),
          new Carrier(Cidr.of("64:ff9b:1::/48"), 12, false),
          new Carrier(Cidr.of("2002::/16"), 2, false),
          new Carrier(Cidr.of("2001::/32"), 12, true));

  private static final EgressPolicy LENIENT = new EgressPolicy(false, List.of(), List.of());
  private static final EgressPolicy STRICT_POLICY = new EgressPolicy(true, List.of(), List.of());

  private final boolean strict;
  private final List<Cidr> allowed;
  private final List<Cidr> denied;

  private EgressPolicy(boolean strict, List<Cidr> allowed, List<Cidr> denied) {
    this.strict = strict;
    this.allowed = allowed;
    this.denied = denied;
  }

  /** Everything but link-local and metadata addresses is allowed. */
  public static EgressPolicy lenient() {
    return LENIENT;
  }

  /** Only public unicast addresses are allowed. */
  public static EgressPolicy strict() {
    return STRICT_POLICY;
  }

  /**
   * This policy, with a range allowed that it would otherwise refuse.
   *
   * @param cidr such as {@code 10.0.0.0/8}, {@code 127.0.0.1/32} or {@code fc00::/7}
   * @throws IllegalArgumentException when it is no range, or one that is always refused
   */
  public EgressPolicy allow(String cidr) {
    var range = Cidr.of(requireNonNull(cidr, "cidr"));
    for (Rule rule : ALWAYS) {
      if (rule.range().contains(range)) {
        throw new IllegalArgumentException(
            "address range \"" + cidr + "\" is always refused and cannot be allowed: " + rule);
      }
    }
    return new EgressPolicy(strict, plus(allowed, range), denied);
  }

  /**
   * This policy, with a range refused, also where another call allows it.
   *
   * @param cidr such as {@code 192.168.0.0/16}
   * @throws IllegalArgumentException when it is no range
   */
  public EgressPolicy deny(String cidr) {
    return new EgressPolicy(strict, allowed, plus(denied, Cidr.of(requireNonNull(cidr, "cidr"))));
  }

  /**
   * Judges an address.
   *
   * @return the rule that refuses it, such as {@code loopback (127.0.0.0/8)}; empty when it is
   *     allowed
   */
  public Optional<String> check(InetAddress address) {
    return Optional.ofNullable(refusal(address.getAddress()));
  }

  /**
   * Judges a host without asking a name server, to tell somebody at once what a check would be
   * refused later: {@code localhost}, IPv4 in each notation that resolvers read (also {@code
   * 2130706433} and {@code 0177.0.0.1}), IPv6 with or without brackets. Does not replace {@link
   * #check}.
   *
   * @return the rule that refuses it; empty when it is allowed, and for every name, whose address
   *     only a name server knows
   */
  public Optional<String> checkHost(String host) {
    return HostLiteral.read(requireNonNull(host, "host")).stream()
        .flatMap(address -> check(address).stream())
        .findFirst();
  }

  /**
   * Whether it refuses more than what every policy refuses: a strict one does, and one that denies
   * ranges. Such a policy cannot be kept where somebody else resolves the names, as a proxy does.
   */
  public boolean isRestrictive() {
    return strict || !denied.isEmpty();
  }

  private @Nullable String refusal(byte[] address) {
    @Nullable String refusal = plainRefusal(address);
    if (refusal != null) {
      return refusal;
    }
    for (Carrier carrier : CARRIERS) {
      if (carrier.range().contains(address) && !carriesNothing(address)) {
        @Nullable String inner = plainRefusal(carried(address, carrier));
        if (inner != null) {
          return inner + " inside " + carrier.range();
        }
      }
    }
    return null;
  }

  /** {@code ::1} and {@code ::} lie in a carrier's range, but carry nothing. */
  private static boolean carriesNothing(byte[] address) {
    return Arrays.equals(address, 0, 15, new byte[15], 0, 15)
        && address[15] <= 1
        && address[15] >= 0;
  }

  private @Nullable String plainRefusal(byte[] address) {
    for (Rule rule : ALWAYS) {
      if (rule.range().contains(address)) {
        return rule.toString();
      }
    }
    for (Cidr range : denied) {
      if (range.contains(address)) {
        return "denied (" + range + ")";
      }
    }
    if (!strict || allowed.stream().anyMatch(range -> range.contains(address))) {
      return null;
    }
    for (Rule rule : STRICT) {
      if (rule.range().contains(address)) {
        return rule.toString();
      }
    }
    return null;
  }

  private static byte[] carried(byte[] address, Carrier carrier) {
    byte[] four = Arrays.copyOfRange(address, carrier.offset(), carrier.offset() + 4);
    for (int i = 0; carrier.inverted() && i < four.length; i++) {
      four[i] = (byte) ~four[i];
    }
    return four;
  }

  private static List<Cidr> plus(List<Cidr> ranges, Cidr range) {
    var copy = new ArrayList<>(ranges);
    copy.add(range);
    return List.copyOf(copy);
  }

  private static Rule rule(String cidr, String name) {
    return new Rule(Cidr.of(cidr), name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EgressPolicy policy
        && strict == policy.strict
        && allowed.equals(policy.allowed)
        && denied.equals(policy.denied);
  }

  @Override
  public int hashCode() {
    return Objects.hash(strict, allowed, denied);
  }

  /** The policy in words: {@code strict, allows [10.0.0.0/8]}. */
  @Override
  public String toString() {
    return (strict ? "strict" : "lenient")
        + (allowed.isEmpty() ? "" : ", allows " + allowed)
        + (denied.isEmpty() ? "" : ", denies " + denied);
  }
}
