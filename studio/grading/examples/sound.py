"""Examples of the checks of sound."""

from studio.grading.examples.example import Example

FAMILIES = {
    "audio": "Recordings (WAV, FLAC, Ogg, MP3, AIFF): how they are stored, how loud they are by "
    "ITU-R BS.1770-4, and how they sound, whatever codec or resampler wrote them.",
}

EXAMPLES = {
    "audio_format": Example(
        "voice.wav", {"rate": 44100, "channels": 1, "seconds": 30.0, "within": 0.05}
    ),
    "audio_loudness": Example(
        "voice.wav", {"loudness": -23.0, "within": 0.5, "peak_at_most": -1.0, "true_peak": True}
    ),
    "audio_fade": Example("jingle.wav", {"side": "out", "seconds": 2.0}),
    "audio_similarity": Example("voice.wav", {"at_least": 0.95, "level": "overall"}),
}
