package dev.pulse.benchmarks.startup;

import io.javalin.Javalin;
import java.sql.DriverManager;
import java.sql.SQLException;
import okhttp3.OkHttpClient;

/**
 * The least that a program with a web server, a store and an HTTP client can be: no monitoring
 * starts sooner on these libraries. Prints nothing and runs until it is told to stop.
 */
final class Bare {
  private Bare() {}

  /**
   * Starts.
   *
   * @param arguments the port
   */
  public static void main(String[] arguments) throws SQLException {
    var store = DriverManager.getConnection("jdbc:sqlite:bare.db");
    try (var statement = store.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("CREATE TABLE IF NOT EXISTS result (at INTEGER, status INTEGER) STRICT");
    }
    var client = new OkHttpClient();
    Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.routes.get(
                  "/health",
                  context -> {
                    try (var statement = store.createStatement()) {
                      statement.execute("SELECT 1 FROM result");
                    }
                    context.result("ok, " + client.dispatcher().runningCallsCount());
                  });
            })
        .start("127.0.0.1", Integer.parseInt(arguments[0]));
  }
}
