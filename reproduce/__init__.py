"""The reruns: experiments done again at any scale, to confirm or contradict what a claim states."""
