package io.counterfoil.command;

import io.counterfoil.serialization.EventCodec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells commands under one key apart, by a digest of their text. Of the command, never of its
 * events: a redelivery would decide on newer state.
 */
final class Fingerprint {
  private Fingerprint() {}

  static String of(Object command, EventCodec codec) {
    String text = command.getClass().getSimpleName() + codec.encode(command);
    byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
