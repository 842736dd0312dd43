package dev.pulse.core.check;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What ping complains about, in the words of iputils, busybox and the BSDs. What keeps this machine
 * from asking comes first, because it says nothing about the target.
 */
enum PingComplaint {
  NOT_PERMITTED(
      true,
      "this machine does not let ping send: give it the capability cap_net_raw, widen the sysctl"
          + " net.ipv4.ping_group_range, or look at its own firewall",
      "operation not permitted",
      "permission denied",
      "are you root"),
  NO_BUFFERS(true, "this machine has no buffer left to send with", "no buffer space available"),
  NO_FAMILY(
      true,
      "the ping of this machine cannot send to such an address",
      "address family not supported",
      "cannot assign requested address",
      "unknown host",
      "bad address",
      "name or service not known",
      "invalid argument"),
  OPTIONS(
      true,
      "the ping of this machine does not know the options that Pulse needs",
      "invalid option",
      "unrecognized option",
      "illegal option",
      "invalid number",
      "bad linger time",
      "usage:"),
  TOO_FAR(
      false,
      "the way there is too long: time to live exceeded",
      "time to live exceeded",
      "time exceeded",
      "hop limit"),
  FILTERED(false, "filtered on the way", "packet filtered", "prohibited", "filtered"),
  UNREACHABLE(false, "unreachable", "unreachable", "no route");

  private final boolean own;
  private final String words;
  private final Pattern phrases;

  PingComplaint(boolean own, String words, String... phrases) {
    this.own = own;
    this.words = words;
    this.phrases = Pattern.compile(String.join("|", phrases), Pattern.CASE_INSENSITIVE);
  }

  /** The first kind of complaint that there is among these lines. */
  static Optional<PingComplaint> among(List<String> lines) {
    return Arrays.stream(values())
        .filter(complaint -> lines.stream().anyMatch(complaint::isIn))
        .findFirst();
  }

  private boolean isIn(String line) {
    return phrases.matcher(line).find();
  }

  /** What it means for a target that did not answer at all. */
  CheckResult result(String address) {
    return own
        ? CheckResult.unknown(Reason.ERROR, words)
        : CheckResult.fail(Reason.UNREACHABLE, words + " (" + address + ")");
  }
}
