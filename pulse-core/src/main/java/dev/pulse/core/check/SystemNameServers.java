package dev.pulse.core.check;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;

/** The name servers that this machine is configured to ask, by the JDK's reading of that. */
final class SystemNameServers {
  private static final Pattern URL =
      Pattern.compile("dns://(?:\\[([0-9A-Fa-f:.]+)[^\\]]*]|([0-9.]+))(?::(\\d{1,5}))?(?:/.*)?");

  private SystemNameServers() {}

  /** In the order in which they are to be asked; empty when there are none. */
  static List<InetSocketAddress> find() {
    // The one way to them that is part of the JDK's specification; it asks nobody.
    var environment = new Properties();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    environment.put(Context.PROVIDER_URL, "dns:");
    try {
      var context = new InitialDirContext(environment);
      try {
        return parse(String.valueOf(context.getEnvironment().get(Context.PROVIDER_URL)));
      } finally {
        context.close();
      }
    } catch (NamingException e) {
      return List.of();
    }
  }

  static List<InetSocketAddress> parse(String urls) {
    var servers = new ArrayList<InetSocketAddress>();
    for (String url : urls.strip().split("\\s+", -1)) {
      var match = URL.matcher(url);
      if (match.matches()) {
        var host = match.group(1) == null ? match.group(2) : match.group(1);
        int port = match.group(3) == null ? 53 : Integer.parseInt(match.group(3));
        try {
          // Only what can stand in an address: the JDK asks no name server.
          servers.add(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException | IllegalArgumentException e) {
          // Not an address or not a port: there is nobody to ask.
        }
      }
    }
    return List.copyOf(servers);
  }
}
