"""How far the campaign has come beside reviews and ratings: plans, points of prompts, dossiers, remedies."""
