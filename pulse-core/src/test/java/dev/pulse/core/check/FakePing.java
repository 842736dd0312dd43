package dev.pulse.core.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A script in the place of ping. */
final class FakePing {
  static final String ANSWERED =
      """
      PING 192.0.2.7 (192.0.2.7) 56(84) bytes of data.
      64 bytes from 192.0.2.7: icmp_seq=1 ttl=64 time=1.50 ms
      64 bytes from 192.0.2.7: icmp_seq=2 ttl=64 time=2.50 ms
      64 bytes from 192.0.2.7: icmp_seq=3 ttl=64 time=3.50 ms

      --- 192.0.2.7 ping statistics ---
      3 packets transmitted, 3 received, 0% packet loss, time 402ms
      rtt min/avg/max/mdev = 1.500/2.500/3.500/0.816 ms
      """;
  static final String SILENCE =
      """
      PING 192.0.2.7 (192.0.2.7) 56(84) bytes of data.

      --- 192.0.2.7 ping statistics ---
      3 packets transmitted, 0 received, 100% packet loss, time 2041ms

      """;

  private FakePing() {}

  /** A program that says something and ends. */
  static PingProgram saying(Path folder, int status, String output) throws IOException {
    return running(folder, "cat <<'END'\n" + output + "END\nexit " + status + "\n");
  }

  /** A program that does what a script says. */
  static PingProgram running(Path folder, String script) throws IOException {
    var path = folder.resolve("ping");
    Files.writeString(path, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + script);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    return PingProgram.at(path);
  }
}
