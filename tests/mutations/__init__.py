"""True sentences about typed tables, made false in known ways: how many of them `synth.claims` finds out."""
