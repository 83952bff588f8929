package io.counterfoil.examples.bank.importing;

/** Makes the correlation id of an import from its file's name. */
final class CorrelationId {
  private static final int LONGEST = 255;

  private CorrelationId() {}

  /** Keeps what every store can keep of the name, and no more than fits. */
  static String of(String fileName) {
    String id = "import-" + fileName.replaceAll("[\\x00\\p{Cs}]", "?");
    if (id.length() <= LONGEST) {
      return id;
    }
    boolean cutsAPair = Character.isHighSurrogate(id.charAt(LONGEST - 1));
    return id.substring(0, cutsAPair ? LONGEST - 1 : LONGEST);
  }
}
